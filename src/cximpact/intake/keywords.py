"""What is handed over in Python becomes plain data, as if it had stood in a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.marks import Data, KeyPath, dotted
from cximpact.intake.files.text_files import is_address
from cximpact.intake.files.yaml_reader import MOST_DEPTH

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["absolute", "as_frame", "is_frame", "is_path", "plain_data"]

# Longer whole numbers cannot be written out.
_MOST_BITS = 200

CALL = "evaluate()"
"""What input that stands in no file is called in problems."""


def plain_data(value: Any, path: KeyPath = ()) -> Data:
    """Return a value built of dict, list, text, numbers, truth values and None only.

    Args:
        value: What a keyword was given: mappings, sequences, NumPy numbers, days, decimals.
        path: Where it belongs, for problems.

    Raises:
        InputError: Something in it is none of these, or a number is not finite.

    Example:
        >>> plain_data({"as_of": date(2026, 3, 1), "scale": (1, 3, 5)})
        {'as_of': '2026-03-01', 'scale': [1, 3, 5]}
    """
    if isinstance(value, str):
        return _writable(value, path)
    if value is None or isinstance(value, bool):
        return value
    if len(path) > MOST_DEPTH:
        expected = f"at most {MOST_DEPTH} levels"
        raise InputError(
            [Problem("nested too deeply", CALL, field=str(path[0]), expected=expected)]
        )
    if isinstance(value, Mapping):
        named = [(_writable(str(key), path), each) for key, each in value.items()]
        return {key: plain_data(each, (*path, key)) for key, each in named}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, bytes):
        listed = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [plain_data(each, (*path, at)) for at, each in enumerate(listed)]
    return _scalar(value, path)


def _writable(text: str, path: KeyPath) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        message = "a text holds a character that cannot be written"
        raise InputError(
            [Problem(message, CALL, field=dotted(path) or None, value=ascii(text))]
        ) from None
    return text


def _scalar(value: Any, path: KeyPath) -> Data:
    if isinstance(value, PathLike):
        return str(fspath(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if hasattr(value, "tolist"):  # NumPy scalars and arrays
        return plain_data(value.tolist(), path)
    if isinstance(value, Decimal | float) and isfinite(value):
        return int(value) if isinstance(value, Decimal) and _whole(value) else float(value)
    if isinstance(value, int) and value.bit_length() <= _MOST_BITS:
        return value
    problem = Problem(
        "not a value a document can hold",
        file=CALL,
        field=dotted(path) or None,
        value=_told(value),
        expected="text, a finite number, a day, a list or a mapping",
    )
    raise InputError([problem])


def _told(value: Any) -> str:
    """Return a number as it is, and of all else only the type: its text may be anything."""
    if isinstance(value, int):
        return "a number of more than 60 digits"
    is_number = isinstance(value, float | Decimal)
    return str(value) if is_number else f"a value of type {type(value).__name__}"


def _whole(value: Decimal) -> bool:
    # The exponent is looked at first: writing out 1E+999999 would take minutes.
    return value.adjusted() < 18 and value == value.to_integral_value()


def is_frame(value: object) -> TypeGuard[pd.DataFrame]:
    """Return whether a value is a pandas DataFrame, without importing pandas for it."""
    return type(value).__module__.partition(".")[0] == "pandas" and hasattr(value, "columns")


def is_path(value: object) -> TypeGuard[str | PathLike[str]]:
    """Return whether a value is text or a path."""
    return isinstance(value, str | PathLike)


def absolute(path: str | PathLike[str]) -> str:
    """Return a path, given from the working directory, so that it holds from anywhere."""
    text = str(fspath(path))
    return text if is_address(text) else str(Path(text).absolute())


def as_frame(value: Any, name: str) -> pd.DataFrame:
    """Return a frame, or rows given as mappings, as a frame.

    Raises:
        InputError: It is neither.
    """
    import pandas as pd

    if is_frame(value):
        return value
    if isinstance(value, list | tuple) and not value:
        raise InputError([Problem("not a table: it has no rows", file=name)])
    rows = list(value) if isinstance(value, Sequence) else []
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        expected = "a data frame, the path of a file, or a list of rows as mappings"
        found = f"a value of type {type(value).__name__}"
        raise InputError([Problem("not a table", file=name, value=found, expected=expected)])
    return pd.DataFrame([dict(row) for row in rows], dtype=object)
