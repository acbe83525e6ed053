"""Fingerprints of inputs: equal rows, in whatever order or notation, have equal fingerprints."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["fingerprint_of_columns", "fingerprint_of_data"]

_BETWEEN = "\x1f"


def fingerprint_of_columns(columns: Mapping[str, Sequence[object]]) -> str:
    """Return the SHA-256 of a table of parsed values, whatever the order of rows and columns.

    Args:
        columns: Our names to values, all of one length. What must not be told (names of raters)
            is left out by the caller.

    Example:
        >>> one = fingerprint_of_columns({"id": ["a", "b"], "cost": [1.0, None]})
        >>> one == fingerprint_of_columns({"cost": [None, 1.0], "id": ["b", "a"]})
        True
    """
    names = sorted(columns)
    texts = [_canonical_column(columns[name]) for name in names]
    rows = sorted(
        sha256(_BETWEEN.join(row).encode("utf-8", "surrogatepass")).digest()
        for row in zip(*texts, strict=True)
    )
    whole = sha256(json.dumps(names).encode())
    for digest in rows:
        whole.update(digest)
    return whole.hexdigest()


def fingerprint_of_data(data: Any) -> str:
    """Return the SHA-256 of plain data as canonical JSON."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), default=_canonical)
    return sha256(text.encode()).hexdigest()


def _canonical_column(values: Sequence[object]) -> Sequence[str]:
    """Return a column as text; categories and blanks repeat, so each is turned once."""
    if len(set(map(type, values))) < 2:
        known = {value: _canonical(value) for value in set(values)}
        return [known[value] for value in values]
    # 1, 1.0 and True are equal, and apart by their types only.
    keys = list(zip(map(type, values), values, strict=True))
    texts = {key: _canonical(key[1]) for key in set(keys)}
    return [texts[key] for key in keys]


def _canonical(value: object) -> str:
    if isinstance(value, str):
        return value.replace(_BETWEEN, "\\x1f")
    if value is None or value != value:
        return ""
    if isinstance(value, tuple):
        return ";".join(map(_canonical, value))
    if isinstance(value, float):
        return repr(value + 0.0)
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    return value.isoformat() if isinstance(value, date) else str(value)
