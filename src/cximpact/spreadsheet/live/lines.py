"""Where the lines of the user's table are found again, however it was sorted since.

The sheet of formulas looks every proposal up by its id. Spreadsheet programs compare text without
regard to case, and take ``*``, ``?`` and ``~`` in what is looked up for wildcards; where ids could
suffer from that, text is compared letter by letter, which takes longer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.intake.files.cells import Area, Cell, ErrorCell, UncachedFormula, text_of
from cximpact.spreadsheet.ownership import reference

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.spreadsheet.finding.found import FoundTable

__all__ = ["Lines", "proposal_columns"]

_HARMLESS = re.compile(r"[^\W_][\w .,:/()&'-]*")
_LONGEST = 200


def proposal_columns(spec: WorkspaceSpec) -> Mapping[str, Any]:
    """Return the column map of the list of proposals."""
    part = spec.data.get("proposals")
    said = part.get("columns") if isinstance(part, dict) else None
    return said if isinstance(said, dict) else {}


@frozen(eq=False)
class Lines:
    """The lines of the user's table, and which proposals they are.

    Attributes:
        found: The table.
        ids: Ids of the proposals.
        header: The header of the column of ids.
        row_of: Per proposal the place of its line in the table's lines; -1 where it has none, or
            where its line cannot be told from another.
        exact: Whether ids are compared letter by letter.
    """

    found: FoundTable
    ids: tuple[str, ...]
    header: str
    row_of: tuple[int, ...] = field(repr=False)
    exact: bool
    _columns: dict[str, str] = field(init=False, repr=False, factory=dict)

    @classmethod
    def of(cls, found: FoundTable, spec: WorkspaceSpec, ids: tuple[str, ...]) -> Lines:
        """Return the lines of a table.

        Args:
            found: The table.
            spec: The workspace that reads it.
            ids: Ids of the proposals.
        """
        header, values = _id_column(spec)
        texts = [_key(cell, values) for cell in found.raw.column(header)]
        known = Counter(texts)
        place = {text: at for at, text in enumerate(texts) if known[text] == 1}
        rows = tuple(place.get(key, -1) for key in ids)
        return cls(found, ids, header, rows, not _are_harmless([*texts, header]))

    @property
    def proposals(self) -> Sequence[int]:
        """Per line of the table the position of its proposal, -1 where it is none."""
        position = {row: at for at, row in enumerate(self.row_of) if row >= 0}
        return [position.get(row, -1) for row in range(self.found.raw.n_rows)]

    def number(self, proposal: int) -> int:
        """Return which line a proposal stands in, the header being line 1; 0 for none."""
        row = self.row_of[proposal]
        return 0 if row < 0 else self.found.raw.lines[row] - self.found.header_row + 1

    def cell(self, proposal: int, header: str) -> Cell:
        """Return what stands in a proposal's line."""
        row = self.row_of[proposal]
        return None if row < 0 else self.found.raw.column(header)[row]

    def key(self, proposal: int) -> Cell:
        """Return the id of a proposal as its cell holds it."""
        cell = self.cell(proposal, self.header)
        return self.ids[proposal] if cell is None or _is_broken(cell) else cell

    def column(self, header: str) -> str:
        """Return a column of the table from its header down, for formulas of other sheets."""
        if header not in self._columns:
            raw, first = self.found.raw, self.found.header_row
            at = raw.headers.index(header)
            number = raw.positions[at] if raw.positions else at + 1
            area = Area(first, number, max(raw.lines, default=first), number)
            self._columns[header] = reference(self.found.sheet, area)
        return self._columns[header]

    def find(self, proposal: int, key: str) -> str:
        """Return the formula that gives the line of a proposal, 0 where it is gone.

        Args:
            proposal: Its position.
            key: The cell that holds its id.
        """
        ids = self.column(self.header)
        if not self.exact or not isinstance(self.key(proposal), str):
            return f"IFERROR(MATCH({key},{ids},0),0)"
        first = reference(self.found.sheet, self._header_cell())
        return f"SUMPRODUCT(MAX(EXACT({key},{ids})*(ROW({ids})-ROW({first})+1)))"

    def own_line(self) -> str:
        """Return the formula that counts the line it stands in, in the user's table."""
        return f"ROW()-ROW($A${self.found.header_row})+1"

    def _header_cell(self) -> Area:
        return Area(self.found.header_row, 1, self.found.header_row, 1)


def _id_column(spec: WorkspaceSpec) -> tuple[str, Mapping[str, str]]:
    said = proposal_columns(spec).get("id", "id")
    if isinstance(said, Mapping):
        values = {str(key): text_of(value) for key, value in said.get("values", {}).items()}
        return str(said["column"]), values
    return str(said), {}


def _key(cell: Cell, values: Mapping[str, str]) -> str:
    text = text_of(cell).strip()
    return values.get(text, text).strip()


def _is_broken(cell: Cell) -> bool:
    return isinstance(cell, ErrorCell | UncachedFormula)


def _are_harmless(texts: Sequence[str]) -> bool:
    given = [text for text in texts if text]
    alike = Counter(text.casefold() for text in given)
    return all(
        len(text) <= _LONGEST and _HARMLESS.fullmatch(text) and alike[text.casefold()] == 1
        for text in given
    )
