"""A copy of a file of a case, sent so that no browser can take it for a page."""

from pathlib import PurePath

from django.http import FileResponse

from cases.models import Evidence


def copy_of(row: Evidence) -> FileResponse:
    """The stored bytes under the evidence number: never inline, never guessed at, never under a name somebody typed."""
    suffix = PurePath(row.file.name or "").suffix
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=f"{row.label}{suffix}", content_type=row.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
