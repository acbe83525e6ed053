"""What surrounds a collection, and what of it must be as before."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

__all__ = ["children", "elsewhere", "listing", "named_touchpoints"]


def named_touchpoints(block: Mapping[str, Any]) -> Iterator[str]:
    """Yield the touchpoints that the rules of a block name."""
    for rule in block.get("map", ()):
        place = rule.get("touchpoint")
        if isinstance(place, str):
            yield place
        elif isinstance(place, Mapping):
            yield from place.get("values", {}).values()


@contextmanager
def elsewhere() -> Iterator[None]:
    """Be in another folder and time zone, with an environment that says something else."""
    changes = {"TZ": "Pacific/Kiritimati", "LANG": "C", "CXIMPACT_TRIED": "1"}
    with tempfile.TemporaryDirectory() as name, chdir(name), mock.patch.dict(os.environ, changes):
        if hasattr(time, "tzset"):
            time.tzset()
        yield
    if hasattr(time, "tzset"):
        time.tzset()


def listing(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder with what they hold."""
    found = folder.rglob("*")
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else b"" for p in found}


def children() -> set[str]:
    """Return the ids of the processes this one started, where the system tells."""
    found: set[str] = set()
    for path in Path("/proc/self/task").glob("*/children"):
        found |= set(path.read_text().split())
    return found
