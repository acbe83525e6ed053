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

__all__ = ["Mandated", "mandate_lines", "mandated", "mandates_told"]

_MOST_TOLD = 5
_MOST_LINES = 100
_OPEN = '""'
_LONGEST = 30
_BEFORE_REASON = (":", " - ", " – ", " — ")


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
        return f"'{printable(self.word, _LONGEST)}' of {some}"

    @property
    def reason(self) -> str:
        """Why, where the cell says it, as ``Pflicht (NIS-2)`` does; "" for nothing."""
        must, reason = _apart(self.word.strip())
        return reason if _says_must(must) and reason and not _says_must(reason) else ""


def _apart(text: str) -> tuple[str, str]:
    """Return a word and what stands in brackets or after a sign behind it; "" where nothing does.

    Example:
        >>> _apart("Pflicht (NIS-2)"), _apart("must: fire code"), _apart("must")
        (('Pflicht', 'NIS-2'), ('must', 'fire code'), ('must', ''))
    """
    if text.endswith(")"):
        word, _, reason = text[:-1].partition("(")
    else:
        sign = next((each for each in _BEFORE_REASON if each in text), None)
        word, _, reason = text.partition(sign) if sign else (text, "", "")
    is_plain = not any(each in "():" for each in word + reason)
    return (word.strip(), reason.strip()) if is_plain else (text, "")


def mandates_told(found: Sequence[Mandated]) -> list[str]:
    """Return in one remark what a list calls mandatory, and what that needs."""
    if not found:
        return []
    headers = dict.fromkeys(each.header for each in found)
    said = [
        f"'{header}' says {', '.join(str(each) for each in found if each.header == header)}"
        for header in headers
    ]
    is_one = sum(len(each.ids) for each in found) == 1
    they, needs = ("it counts", "it needs") if is_one else ("they count", "each needs")
    return [
        f"{', '.join(said)}: {they} as any other proposal until you say why and who approved "
        f"that; {needs} a line under 'rules: mandatory' in cximpact.yaml"
    ]


def _says_must(text: str) -> bool:
    if says_mandatory(text):
        return True
    try:
        return truth_in(text.strip()) is not None
    except UnfitCellError:
        return False


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
    reasons: dict[str, str] = {}
    for each in found:
        for key in each.ids:
            reasons[key] = reasons.get(key) or each.reason
    if not reasons:
        return []
    n_more = len(reasons) - _MOST_LINES
    return [
        "",
        "# What is mandatory counts as such with both of these, for each; take the '#' away and",
        '# fill in between the quotes, such as {reason: "fire safety act", approved_by: "board"}.',
        "#rules:",
        "#  mandatory:",
        *(
            f"#    {comment(quoted(key))}: {{reason: {comment(quoted(why) if why else _OPEN)}, "
            f"approved_by: {_OPEN}}}"
            for key, why in list(reasons.items())[:_MOST_LINES]
        ),
        *([f"#    # and {n_more:,} more"] if n_more > 0 else []),
    ]
