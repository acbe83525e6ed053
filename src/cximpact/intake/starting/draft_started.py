"""What texts of a list say is under way: told, with what makes it count as committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.starting.quoting import comment
from cximpact.intake.starting.started_texts import text_started
from cximpact.intake.starting.sure_cells import says_yes, sure_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess

__all__ = ["Started", "started", "started_lines", "started_told"]

_MOST_TOLD = 3
_LONGEST = 40


@frozen
class Started:
    """A text that says that a proposal is under way.

    Attributes:
        header: Its column.
        key: The proposal whose text it is.
        text: The text.
        status: The column of the status, which is blank for it; "" for no such column.
    """

    header: str
    key: str
    text: str
    status: str = ""

    def __str__(self) -> str:
        return f"'{printable(self.text, _LONGEST)}' of {printable(self.key, _LONGEST)}"


def started(
    table: RawTable, guess: Guess, headers: Iterable[str], open_ids: Collection[str]
) -> tuple[Started, ...]:
    """Return the texts that say that a proposal is under way, where no status says anything of it.

    Args:
        table: The list.
        guess: What its columns seem to mean; id and status are looked at.
        headers: The columns that are not read.
        open_ids: The proposals that take part and are not withdrawn.
    """
    if not open_ids:
        return ()
    status = guess.columns.get("status", "")
    ids = [sure_text(cell) for cell in table.column(guess.columns["id"])]
    stated = [sure_text(cell) for cell in table.column(status)] if status else [""] * len(ids)
    found = []
    for header in headers:
        is_headed = text_started(header.strip().rstrip("?"))
        for key, said, cell in zip(ids, stated, table.column(header), strict=True):
            if key in open_ids and not said and _says_so(cell, is_headed=is_headed):
                found.append(Started(header, key, sure_text(cell), status))
    return tuple(found)


def _says_so(cell: Cell, *, is_headed: bool) -> bool:
    """Return whether a cell says so, as a text or as a yes below a header that does."""
    return (isinstance(cell, str) and text_started(cell)) or (is_headed and says_yes(cell))


def started_told(found: Iterable[Started]) -> list[str]:
    """Return in one remark what is under way by a text, and what makes it count so."""
    some = list(found)
    if not some:
        return []
    by_header: dict[str, list[Started]] = {}
    for each in some:
        by_header.setdefault(each.header, []).append(each)
    said = ", ".join(_said(header, texts) for header, texts in by_header.items())
    is_one = len({each.key for each in some}) == 1
    they, of_them = ("it counts", "of it") if is_one else ("they count", "of each")
    status = some[0].status
    column = (
        f"'{printable(status, _LONGEST)}'"
        if status
        else "a column headed 'status' (in small letters)"
    )
    return [f"{said}: {they} as proposed until {column} of the list says 'committed' {of_them}"]


def _said(header: str, found: list[Started]) -> str:
    some = ", ".join(map(str, found[:_MOST_TOLD]))
    n_more = len(found) - _MOST_TOLD
    more = f" and the like of {n_more:,} more" if n_more > 0 else ""
    return f"'{printable(header, _LONGEST)}' says {some}{more}"


def started_lines(found: Iterable[Started]) -> list[str]:
    """Return the same as a comment of the draft, which a person reads later."""
    return [line for told in started_told(found) for line in ("", comment(f"# {told}"))]
