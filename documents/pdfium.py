"""The one lock before PDFium: the library may be used by one thread of a process at a time, whoever uses it."""

from __future__ import annotations

import threading

LOCK = threading.Lock()
