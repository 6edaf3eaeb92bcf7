"""Records that are written once: the model refuses a change, and so does the database."""

from typing import Any, NoReturn, TypeVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

M = TypeVar("M", bound=models.Model, covariant=True)


class RecordIsFinal(Exception):
    """Somebody tried to change or remove a record that only ever grows; a correction is a new row."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows may be added and read."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise RecordIsFinal(f"{self.model.__name__} rows are never updated")

    def delete(self) -> NoReturn:
        raise RecordIsFinal(f"{self.model.__name__} rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RecordIsFinal(f"{self.model.__name__} rows are never updated")


class AppendOnlyModel(models.Model):
    """A row that cannot be saved again or deleted once it is in the database."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordIsFinal(f"{type(self).__name__} {self.pk} is final")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise RecordIsFinal(f"{type(self).__name__} {self.pk} is final")


class RefuseChanges(migrations.operations.base.Operation):
    """Migration step: triggers on one table that refuse UPDATE and DELETE, on SQLite and PostgreSQL."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The triggers are invisible to the models."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        for statement in self._create(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        for statement in self._drop(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Refuse changes to rows of {self.table}"

    def _create(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f"CREATE OR REPLACE FUNCTION {self.table}_final() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN RAISE EXCEPTION '{self.table} is append-only'; END$$",
                f"CREATE OR REPLACE TRIGGER {self.table}_final BEFORE UPDATE OR DELETE ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.table}_final()",
            ]
        return [
            f"CREATE TRIGGER IF NOT EXISTS {self.table}_no_{verb.lower()} BEFORE {verb} ON {self.table} "
            f"BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]

    def _drop(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f"DROP TRIGGER {self.table}_final ON {self.table}", f"DROP FUNCTION {self.table}_final()"]
        return [f"DROP TRIGGER {self.table}_no_{verb}" for verb in ("update", "delete")]


class KeepRefusing(RefuseChanges):
    """Migration step, first and last in a migration that alters such a table: SQLite makes a table anew to alter it, and
    its triggers are lost on the way, forwards and backwards."""

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        self.database_forwards(app_label, schema_editor, *states)
