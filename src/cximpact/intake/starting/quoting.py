"""Words of an existing list as YAML: whatever they hold, they read back as they are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["comment", "is_key", "listed", "quoted"]

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./ -]*[A-Za-z0-9_./])?")
_KEY = re.compile(r"\S(?:.*\S)?")
_LONGEST_KEY = 200
_NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def quoted(text: Any) -> str:
    """Return text as YAML: bare where that is safe, else in double quotes.

    Example:
        >>> quoted("Project name"), quoted("no"), quoted("a: b")
        ('Project name', '"no"', '"a: b"')
    """
    value = str(text)
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    # JSON's escapes are YAML's; only line separators would break a comment or a line.
    written = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in written)


def listed(values: Iterable[str]) -> str:
    """Return texts as the inside of a list in YAML."""
    return ", ".join(map(quoted, values))


def comment(text: str) -> str:
    """Return text that keeps to its line, for a comment."""
    return "".join(char if char.isprintable() else " " for char in text)


def is_key(text: str) -> bool:
    r"""Return whether a text may be the key of an entry in a workspace: short, and on one line.

    Example:
        >>> is_key("P 1"), is_key("P\n1"), is_key("")
        (True, False, False)
    """
    return len(text) <= _LONGEST_KEY and _KEY.fullmatch(text) is not None
