"""System checks: a machine that cannot print papers says so at the start, in Chinese, with the command that helps."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from documents import characters, rendering
from documents.libraries import INSTALL, missing_libraries


def check_libraries(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(problem, hint=f"在服务器上执行：{INSTALL}", id=f"documents.E{number:03}")
        for number, problem in enumerate(missing_libraries(), start=1)
    ]


def check_fonts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Each font of the manifest is there and unchanged, and so is the list of characters made from them."""
    try:
        manifest = characters.manifest()
        expected = {characters.FONT_FILES / name: str(entry["sha256"]) for name, entry in manifest["files"].items()} | {
            characters.FONTS / "coverage.bin": str(manifest["coverage_sha256"])
        }
    except (OSError, ValueError, KeyError) as error:
        return [Error(f"文书字体清单无法读取：{error}", hint="重新取出 documents/fonts 目录", id="documents.E011")]
    hint = "重新取出 documents/fonts 目录，或者执行 python documents/fonts/build.py"
    problems: list[CheckMessage] = []
    for path, digest in expected.items():
        if not path.exists():
            problems.append(Error(f"缺少文书字体文件 {path.name}", hint=hint, id="documents.E012"))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            problems.append(Error(f"文书字体文件 {path.name} 与清单不符", hint=hint, id="documents.E013"))
    return problems


def check_runtime_folder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Our fontconfig file can be written and has an absolute path; with a relative one the system's fonts come back."""
    for name in ("VAR_DIR", "DOCUMENTS_RUNTIME"):
        folder = getattr(settings, name, None)
        if folder is not None and not Path(folder).is_absolute():
            return [
                Error(
                    f"{name} 不是绝对路径：{folder}",
                    hint=f"把环境变量 {name} 设为绝对路径；相对路径随启动的位置变化，字体会换成系统自带的",
                    id="documents.E022",
                )
            ]
    try:
        rendering.fontconfig_file()
    except OSError as error:
        return [
            Error(
                f"文书运行目录不可写：{error}",
                hint="设置 VAR_DIR（或者 DOCUMENTS_RUNTIME）为可写目录的绝对路径",
                id="documents.E021",
            )
        ]
    return []
