"""Values of a document in cells, each with a word for its kind where the cell alone cannot tell."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula, is_blank, text_of
from cximpact.intake.files.documents import Document, parse_document
from cximpact.spreadsheet.template.exact import as_cell, escaped, is_exact_number, is_writable

if TYPE_CHECKING:
    from cximpact.intake.files.marks import Data, KeyPath

__all__ = ["KINDS", "Shown", "UnreadableValueError", "read_value", "shown_value"]

TEXT, NUMBER, TRUTH = "text", "number", "yes or no"
EMPTY_TEXT, NOTHING, EMPTY_LIST, EMPTY_GROUP = "empty text", "nothing", "empty list", "empty group"
AS_WRITTEN, ESCAPED = "as written", "escaped"
KINDS = (TEXT, NUMBER, TRUTH, EMPTY_TEXT, NOTHING, EMPTY_LIST, EMPTY_GROUP, AS_WRITTEN, ESCAPED)
"""The kinds of value a setting can have."""

_EMPTY: dict[str, Any] = {EMPTY_TEXT: str, EMPTY_LIST: list, EMPTY_GROUP: dict}


class UnreadableValueError(ValueError):
    """A cell that cannot be what its kind says; the text says what was expected."""


@frozen
class Shown:
    """A value of a document as it stands in a sheet.

    Attributes:
        cell: What is in the cell.
        kind: The word for its kind.
    """

    cell: str | int | float | bool | date | None
    kind: str


def shown_value(document: Document, path: KeyPath, value: Data) -> Shown:
    """Return how a value of a document is written into a sheet.

    Args:
        document: The document, which knows how numbers were written.
        path: Where the value stands.
        value: The value: text, a number, a truth value, nothing, or an empty list or mapping.
    """
    if isinstance(value, str):
        return _shown_text(value)
    if value is None or isinstance(value, dict | list):
        return Shown(None, NOTHING if value is None else EMPTY_LIST if value == [] else EMPTY_GROUP)
    written = document.written(path)
    if written is not None and written != json.dumps(value):
        return Shown(written, AS_WRITTEN)
    if isinstance(value, bool):
        return Shown(value, TRUTH)
    plain = is_exact_number(value) and not (isinstance(value, float) and value == int(value))
    return Shown(value, NUMBER) if plain else Shown(json.dumps(value), AS_WRITTEN)


def _shown_text(value: str) -> Shown:
    if not value:
        return Shown(None, EMPTY_TEXT)
    if not is_writable(value) or not value.strip():
        return Shown(escaped(value), ESCAPED)
    cell = as_cell(value, {})
    return Shown(cell if isinstance(cell, date) else value, TEXT)


def read_value(cell: Cell, kind: str) -> tuple[Data, str | None]:
    """Return the value a cell stands for, and how it was written where that says more.

    Args:
        cell: The cell.
        kind: The word beside it; blank: what the cell holds decides.

    Raises:
        UnreadableValueError: The cell is not what its kind says.
    """
    if isinstance(cell, ErrorCell | UncachedFormula):
        raise UnreadableValueError("a value")
    if kind in _EMPTY and is_blank(cell):
        return _EMPTY[kind](), None
    if kind == NOTHING and is_blank(cell):
        return None, None
    if kind in (AS_WRITTEN, ESCAPED) and isinstance(cell, str):
        return _parsed(cell, kind)
    if kind == NUMBER and isinstance(cell, str):
        return _parsed(cell, AS_WRITTEN)
    if kind == TEXT or isinstance(cell, date):
        return text_of(cell), None
    return _plain(cell), None


def _plain(cell: Cell) -> Data:
    if isinstance(cell, str | int | float | bool):
        return cell
    return text_of(cell)


def _parsed(cell: str, kind: str) -> tuple[Data, str | None]:
    try:
        if kind == ESCAPED:
            return str(json.loads(cell)), None
        found = parse_document(cell, suffix=".yaml", name="")
    except (InputError, ValueError, RecursionError):
        raise UnreadableValueError("a number, or text of the kind 'text'") from None
    if isinstance(found.data, dict | list):
        raise UnreadableValueError("a single value")
    return found.data, found.written(())
