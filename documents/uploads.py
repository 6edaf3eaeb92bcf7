"""Files that people hand in as scans of papers: which kinds are taken, what they are called, one door for all of them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from cases.services.evidence import SIGNATURES, SOUND, ZIPPED, read_upload
from cases.services.refusal import Refused

SCAN_TYPES = ("application/pdf", "image/jpeg", "image/png")
ACCEPT = ".pdf,.jpg,.jpeg,.png"
"""The same for the file chooser of a browser, which goes by names; what is taken is decided by content."""
SUFFIX_OF = {
    **{media_type: suffix for _, media_type, suffix in SIGNATURES},
    **{media_type: suffix for suffix, media_type in (ZIPPED | SOUND).items()},
}
"""Media type to suffix, for all that can be uploaded: evidence can be more than a scan."""


def scan_of(file: UploadedFile[Any], *, what: str) -> tuple[bytes, str, str]:
    """Bytes, media type and suffix of a scan; `what` names it in the refusal. Raises Refused for anything else."""
    content, media_type, suffix = read_upload(file)
    if media_type not in SCAN_TYPES:
        raise Refused(f"{what}只能上传 PDF、JPG、PNG 文件", field="file")
    return content, media_type, suffix
