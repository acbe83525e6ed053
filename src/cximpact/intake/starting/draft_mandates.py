"""What a list calls mandatory: told, and lines ready for why and who approved it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import printable
from cximpact.intake.lists.cell_values import UnfitCellError, truth_in
from cximpact.intake.starting.guess_words import says_mandatory
from cximpact.intake.starting.must_texts import holds_reasons, is_bare_must, is_reason, text_musts
from cximpact.intake.starting.quoting import comment, is_key, quoted
from cximpact.intake.starting.sure_cells import says_yes, sure_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess

__all__ = [
    "MANDATES_HEAD",
    "Mandated",
    "mandate_lines",
    "mandated",
    "mandates_told",
    "text_mandates",
]

MANDATES_HEAD = (
    "# Mandatory only with both: take the '#' away and fill in, such as",
    '# {reason: "fire safety act", approved_by: "board"}.',
)
_MOST_TOLD = 5
_MOST_TEXTS = 3
_MOST_LINES = 100
_OPEN = '""'
_LONGEST = 40
_LONGEST_REASON = 200
_ONLY_WHEN = re.compile(
    r"(?:must|muss|by|until|before|bis|vor|due|from|ab|spätestens|avant|antes)\b", re.IGNORECASE
)
"""How a text goes on that says by when: why, it has said before."""

_BEFORE_REASON = (":", " - ", " – ", " — ")


@frozen
class Mandated:
    """Proposals that a column calls mandatory.

    Attributes:
        header: The column.
        word: What it says of them, as it first writes it.
        ids: Their ids, in the order of the list.
        is_text: Whether the word is a text of a column that is not read otherwise.
    """

    header: str
    word: str
    ids: tuple[str, ...]
    is_text: bool = False

    def __str__(self) -> str:
        some = ", ".join(printable(key, _LONGEST) for key in self.ids[:_MOST_TOLD])
        more = len(self.ids) - _MOST_TOLD
        some += f" and {more:,} more" if more > 0 else ""
        return f"'{printable(self.word, _LONGEST)}' of {some}"

    @property
    def reason(self) -> str:
        """Why, where the cell says it, as ``Pflicht (NIS-2)`` does; "" for nothing."""
        text = self.word.strip()
        must, reason = _apart(text)
        is_whole = self.is_text and _ONLY_WHEN.match(reason)
        if reason and not is_whole and _says_must(must) and not _is_no_reason(reason):
            return _short(reason)
        return "" if not self.is_text or _is_no_reason(text) else _short(text)


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


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"


def mandates_told(found: Sequence[Mandated]) -> list[str]:
    """Return in one remark what a list calls mandatory, and what that needs."""
    if not found:
        return []
    headers = dict.fromkeys(each.header for each in found)
    said = [_said(header, [each for each in found if each.header == header]) for header in headers]
    is_one = len({key for each in found for key in each.ids}) == 1
    they = "it counts" if is_one else "they count"
    return [
        f"{', '.join(said)}: {they} as any other proposal until you say why and who approved "
        "that, under 'rules: mandatory' in cximpact.yaml"
    ]


def _said(header: str, found: Sequence[Mandated]) -> str:
    most = _MOST_TEXTS if any(each.is_text for each in found) else _MOST_TOLD
    some = ", ".join(str(each) for each in found[:most])
    n_more = len({key for each in found[most:] for key in each.ids})
    more = f" and the like of {n_more:,} more" if n_more else ""
    return f"'{printable(header, _LONGEST)}' says {some}{more}"


def _says_must(text: str) -> bool:
    return says_mandatory(text) or text_musts(text) or _answers(text)


def _is_no_reason(text: str) -> bool:
    return is_bare_must(text) or _answers(text)


def _answers(text: str) -> bool:
    """Return whether a text says yes or no and no more."""
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
    found: _Found = {}
    for name in ("status", "kind", "mandatory"):
        for header, cell, own in _cells(table, guess, guess.columns.get(name), open_ids):
            if _is_mandatory(cell, name, guess.musts):
                _add(found, header, sure_text(cell), own)
    return tuple(Mandated(where[0], word, tuple(keys)) for where, (word, keys) in found.items())


def text_mandates(
    table: RawTable, guess: Guess, headers: Iterable[str], open_ids: Collection[str]
) -> tuple[Mandated, ...]:
    """Return what texts say must be done, in columns that are not read otherwise.

    A text counts if it says so itself, or if it is the reason below a header that says so.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        headers: The columns that are not read.
        open_ids: The proposals that take part and are not withdrawn.
    """
    found: _Found = {}
    for header in headers:
        musts = _must_cells(table.column(header), header, guess)
        for _, cell, own in _cells(table, guess, header, open_ids):
            if cell in musts:
                _add(found, header, sure_text(cell), own)
    return tuple(
        Mandated(where[0], word, tuple(keys), is_text=True) for where, (word, keys) in found.items()
    )


def _must_cells(cells: Sequence[Cell], header: str, guess: Guess) -> set[str]:
    """Return the texts of a column that say what must be done, or why."""
    are_reasons = holds_reasons(header, cells, guess.reading)
    texts = {cell for cell in cells if isinstance(cell, str)}
    return {text for text in texts if text_musts(text) or (are_reasons and is_reason(text))}


def _cells(
    table: RawTable, guess: Guess, header: str | None, open_ids: Collection[str]
) -> Iterator[tuple[str, Cell, str]]:
    """Yield a column's header, each cell of a proposal that takes part, and its id."""
    key = guess.columns.get("id")
    if header is None or key is None:
        return
    for name, cell in zip(table.column(key), table.column(header), strict=True):
        if (own := sure_text(name)) in open_ids:
            yield header, cell, own


_Found = dict[tuple[str, str], tuple[str, list[str]]]
"""By header and word in small letters: the word as it first stands there, and whose it is."""


def _add(found: _Found, header: str, word: str, key: str) -> None:
    found.setdefault((header, word.casefold()), (word, []))[1].append(key)


def _is_mandatory(cell: Cell, name: str, musts: Mapping[str, str]) -> bool:
    if name == "mandatory" and sure_text(cell) in musts:
        return musts[sure_text(cell)] == "yes"
    if says_mandatory(sure_text(cell)):
        return True
    return name == "mandatory" and says_yes(cell)


def mandate_lines(found: Sequence[Mandated]) -> list[str]:
    """Return where the reasons go, without which what is called mandatory is as any other.

    The lines stand under `rules`; none for nothing.
    """
    reasons: dict[str, dict[str, None]] = {}
    for each in found:
        for key in filter(is_key, each.ids):
            reasons.setdefault(key, {}).update({each.reason: None} if each.reason else {})
    if not reasons:
        return []
    n_more = len(reasons) - _MOST_LINES
    return [
        "#  mandatory:",
        *(
            f"#    {comment(quoted(key))}: {{reason: {_why(reasons[key])}, approved_by: {_OPEN}}}"
            for key in list(reasons)[:_MOST_LINES]
        ),
        *([f"#    # and {n_more:,} more"] if n_more > 0 else []),
    ]


def _why(reasons: Iterable[str]) -> str:
    text = quoted(_short("; ".join(reasons)))
    # In quotes even where YAML needs none: whoever adds a comma to it need not know.
    return text if text.startswith('"') else f'"{text}"'
