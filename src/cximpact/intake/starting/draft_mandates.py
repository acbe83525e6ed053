"""What a list calls mandatory: told, and lines ready for why and who approved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.lists.cell_values import UnfitCellError, text_in, truth_in
from cximpact.intake.starting.guess_words import says_mandatory
from cximpact.intake.starting.quoting import comment, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess

__all__ = ["Mandated", "mandate_lines", "mandated"]

_MOST_TOLD = 5
_MOST_LINES = 100
_LONGEST = 30


@frozen
class Mandated:
    """Proposals that a column calls mandatory.

    Attributes:
        header: The column.
        word: What it says of them, as it first writes it.
        ids: Their ids, in the order of the list.
    """

    header: str
    word: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        some = ", ".join(printable(key, _LONGEST) for key in self.ids[:_MOST_TOLD])
        more = len(self.ids) - _MOST_TOLD
        some += f" and {more:,} more" if more > 0 else ""
        it, needs = ("it", "it needs") if len(self.ids) == 1 else ("they", "each needs")
        return (
            f"'{self.header}' says '{printable(self.word, _LONGEST)}' of {some}: {it} "
            f"count{'s' if it == 'it' else ''} as any other proposal until you say why and who "
            f"approved that; {needs} a line under 'rules: mandatory' in cximpact.yaml"
        )


def mandated(table: RawTable, guess: Guess, open_ids: Collection[str]) -> tuple[Mandated, ...]:
    """Return what a list calls mandatory, by the column that says so.

    Args:
        table: The list.
        guess: What its columns seem to mean; status, kind and mandatory are looked at.
        open_ids: The proposals that take part and are not withdrawn.
    """
    key = guess.columns.get("id")
    if key is None:
        return ()
    ids = [_text(cell) for cell in table.column(key)]
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for name in ("status", "kind", "mandatory"):
        header = guess.columns.get(name)
        for at, cell in enumerate(table.column(header) if header else ()):
            if ids[at] in open_ids and _is_mandatory(cell, name, guess.musts):
                word = _text(cell)
                place = (str(header), word.casefold())
                found.setdefault(place, (word, []))[1].append(ids[at])
    return tuple(Mandated(where[0], word, tuple(keys)) for where, (word, keys) in found.items())


def _is_mandatory(cell: Cell, name: str, musts: Mapping[str, str]) -> bool:
    if name == "mandatory" and _text(cell) in musts:
        return musts[_text(cell)] == "yes"
    if says_mandatory(_text(cell)):
        return True
    if name != "mandatory":
        return False
    try:
        return truth_in(cell) is True
    except UnfitCellError:
        return False


def _text(cell: Cell) -> str:
    try:
        return text_in(cell)
    except UnfitCellError:
        return ""


def mandate_lines(found: Sequence[Mandated]) -> list[str]:
    """Return where the reasons go, without which what is called mandatory is as any other."""
    ids = list(dict.fromkeys(key for each in found for key in each.ids))
    if not ids:
        return []
    more = [f"#     # and {len(ids) - _MOST_LINES:,} more"] if len(ids) > _MOST_LINES else []
    return [
        "",
        "# What is mandatory counts as such with both of these, for each; take the '#' away and",
        "# fill in, such as {reason: fire safety act, approved_by: board}.",
        "# rules:",
        "#   mandatory:",
        *(
            f"#     {comment(quoted(key))}: {{reason: , approved_by: }}"
            for key in ids[:_MOST_LINES]
        ),
        *more,
    ]
