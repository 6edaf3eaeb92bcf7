"""Makes Django strict for every test: an undefined template variable, a stray brace or a warning fails.

Tests run on SQLite. TEST_DATABASE_URL names another database; tests marked `postgres` run only where it is
PostgreSQL, because they are about what SQLite does not have (row locks, races).
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.http import HttpResponse
from django.template import engines
from django.test import Client

from documents import rendering

OUR_TEMPLATES = str(Path(__file__).resolve().parent.parent / "templates")


class UndefinedVariable(str):
    """Stands for `string_if_invalid`: Django formats it with the variable that a template of ours does not get.

    Only our own templates are held to it; Django's form widgets rely on missing values being empty.
    """

    def __mod__(self, variable: object) -> str:
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template or context.template
        if not str(template.origin.name).startswith(OUR_TEMPLATES):
            return ""
        raise AssertionError(f"{template.origin.name} uses {{{{ {variable} }}}}, which it is not given")


@pytest.fixture(autouse=True, scope="session")
def strict_templates() -> None:
    """Undefined variables in templates fail instead of printing nothing."""
    engines["django"].engine.string_if_invalid = UndefinedVariable("%s")


@pytest.fixture(autouse=True)
def no_stray_braces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that shows `{{` or `{%` to its reader fails: a tag was misspelt or split over two lines."""
    request_of = Client.request

    def request(self: Client, **extra: Any) -> HttpResponse:
        response = request_of(self, **extra)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode(response.charset)
            for brace in ("{{", "{%", "{#"):
                assert brace not in page, f"{extra.get('PATH_INFO')} shows {page[page.index(brace) :][:60]!r}"
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Throttles count in the cache; one test must not slow down the next."""
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def flush_past_triggers() -> None:
    """Let the test runner empty append-only tables on SQLite, where emptying is a DELETE and the triggers refuse it."""
    flush = DatabaseOperations.sql_flush

    # On the class: beside a browser's event loop Django opens a second connection in the same thread.
    def sql_flush(self: DatabaseOperations, *args: Any, **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers]
        return [*dropped, *flush(self, *args, **options), *(sql for _, sql in triggers)]

    DatabaseOperations.sql_flush = sql_flush


LOOK_AT_PAGES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("papers", "contexts", "rendering", "safety", "hostile", "images", "layout", "releases"), ()),
    **dict.fromkeys(("runs", "crash"), ()),
    "dossier": ("移交",),
    "sealing": ("材料收件回执", "通知书", "调解协议书", "调解情况报告"),
    "scans": ("受理通知书", "调解笔录", "调解协议书", "权利义务告知书"),
}
"""The files of tests/documents that need real PDFs, with the titles of the papers they look at; none named: all."""


FILES_THAT_OPEN = ("dossier",)
"""Those that bind papers but do not look at them: the first of each title is drawn and stands for all that follow."""
likenesses: dict[str, rendering.Written] = {}


@pytest.fixture(autouse=True)
def papers_are_not_drawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves make papers, and drawing one takes a fifth of a second. Only the tests of the papers themselves, and those
    marked `draws`, look at what was drawn; for the others everything up to the drawing stays as it is. What the forms say
    of a case is read from the page before it is drawn: that every page is drawn whole is tested once per sample."""
    named = request.path.stem.removeprefix("test_") if "documents" in request.path.parts else ""
    titles = LOOK_AT_PAGES.get(named)
    if titles == () or request.node.get_closest_marker("draws"):
        return
    draw = rendering.to_pdf

    def sparingly(html: str, styles: Any, assets: Any) -> Any:
        head = html.partition("</title>")[0]
        if titles and any(title in head for title in titles):
            return draw(html, styles, assets)
        if named in FILES_THAT_OPEN:
            title = head.rpartition("<title>")[2].partition(" ")[0]
            if "verify.png" not in assets:  # no paper of its own: a part of a volume
                return draw(html, styles, assets)
            if title not in likenesses:
                likenesses[title] = draw(html, styles, assets)
            return likenesses[title]
        return rendering.Written(f"%PDF-1.7\n% {html}".encode(), {}, 1)

    monkeypatch.setattr(rendering, "to_pdf", sparingly)
    if titles is None:
        monkeypatch.setattr(rendering, "qr_code", lambda text: b"")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, with the reason, what this database cannot show."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    reason = "needs PostgreSQL; name one in TEST_DATABASE_URL"
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def vendor(db: None) -> str:
    """The database under test, for statements that are written differently: sqlite or postgresql."""
    return connection.vendor
