"""A column of a table by its name: its Chinese label, its greatest length."""

from typing import Any

from django.db.models import Field, Model


def column(model: type[Model], name: str) -> Field[Any, Any]:
    """The column of this name. Raises FieldDoesNotExist, and TypeError for the other end of a relation."""
    found = model._meta.get_field(name)
    if not isinstance(found, Field):
        raise TypeError(f"{model.__name__}.{name} is no column")
    return found
