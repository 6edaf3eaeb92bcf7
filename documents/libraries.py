"""The system libraries behind WeasyPrint, asked for without importing it: an import costs half a second."""

from __future__ import annotations

import ctypes

INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# Names as WeasyPrint itself tries them: Linux, then macOS, then Windows.
_LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    # WeasyPrint works without this one, forty times slower and without a word: treated as required.
    "HarfBuzz Subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
}


def _load(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def missing_libraries() -> tuple[str, ...]:
    """What is missing, in Chinese, with the command that installs it; empty when all is there."""
    problems = []
    for label, names in _LIBRARIES.items():
        library = _load(names)
        if library is None:
            problems.append(f"缺少系统库 {label}（{names[0]}），请安装：{INSTALL}")
        elif label == "HarfBuzz" and not library.hb_version_atleast(4, 1, 0):
            problems.append(f"系统库 HarfBuzz 版本过低（需要 4.1.0 以上），请升级：{INSTALL}")
    return tuple(problems)
