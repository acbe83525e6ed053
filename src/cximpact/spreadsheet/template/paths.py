"""Places in a document as one line of text, such as ``evidence.csat.map[0].touchpoint``."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from cximpact.spreadsheet.template.exact import escaped, is_writable

if TYPE_CHECKING:
    from cximpact.intake.files.marks import KeyPath

__all__ = ["parse_path", "path_text"]

_PLAIN = re.compile(r'[^\s.\[\]"](?:[^.\[\]"\x00-\x1f]*[^\s.\[\]"])?')
_STEP = re.compile(r'(?:^|\.)(?:"((?:[^"\\]|\\.)*)"|([^.\[\]"]+))|\[([0-9]{1,9})\]', re.DOTALL)


def path_text(path: KeyPath) -> str:
    """Return a path as text, as problems name it; odd keys stand in quotes.

    Example:
        >>> path_text(("unpivot", "Q1 2025", "a.b", 0))
        'unpivot.Q1 2025."a.b"[0]'
    """
    steps = [f"[{step}]" if isinstance(step, int) else f".{_key(step)}" for step in path]
    return "".join(steps).removeprefix(".")


def _key(key: str) -> str:
    return key if _PLAIN.fullmatch(key) and is_writable(key) else escaped(key)


def parse_path(text: str) -> KeyPath | None:
    """Return the path a text names, None if it names none.

    Example:
        >>> parse_path('map[1]."a.b"')
        ('map', 1, 'a.b')
    """
    path: list[str | int] = []
    at, text = 0, text.strip()
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (not path and (found[3] or text[0] == ".")):
            return None
        try:
            path.append(_step(found))
        except ValueError:
            return None
        at = found.end()
    return tuple(path) or None


def _step(found: re.Match[str]) -> str | int:
    if found[3]:
        return int(found[3])
    return str(json.loads(f'"{found[1]}"')) if found[1] is not None else found[2].strip()
