"""The page behind the QR code of a paper: genuine, superseded or unknown, to anybody, without a name or a matter."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.services.evidence import MAX_BYTES
from documents.verification import finding


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the paper with this code; with a file, whether the file is that paper to the last byte."""
    file = request.FILES.get("file") if request.method == "POST" else None
    found = finding(code)
    problem = ""
    if file is not None and found.known:  # what belongs to no paper is not even read
        if (file.size or 0) > MAX_BYTES:
            problem = f"文件有{(file.size or 0) / 1048576:.0f}MB，超过{MAX_BYTES // 1048576}MB，没有核对；本系统出具的文书没有这么大"
        else:
            found = finding(code, content=file.read())
    context = {"found": found, "code": code, "problem": problem}
    return render(request, "documents_screens/verify.html", context, status=200 if found.known else 404)
