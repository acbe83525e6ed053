"""What the words of a column that says yes or no mean, where they are others or say more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, truth_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.guess_cells import different, misfits
from cximpact.intake.starting.guess_words import FIELD_WORDS, leading_words, plain_words
from cximpact.intake.starting.must_texts import holds_reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.guess_headers import Headers

__all__ = ["guess_musts"]

_LONGEST = 30
_MOST_WORDS = 20
_MOST_TOLD = 5
_INITIALS = {"o": "n", "s": "n"}
"""Of yes and of no, in French and in Spanish: sure only where both stand in one column."""


def guess_musts(finder: Headers, header: str) -> tuple[str, dict[str, str]]:
    """Return the header of what is mandatory, "" for none, and what its words mean.

    Words are translated that begin with yes or no, as ``yes (fire code)``. Where such words
    stand there, one that says neither, as ``partly``, counts as no, and is told: it needs a
    reason and an approver anyway to count as mandatory.

    Args:
        finder: The headers; takes the one that is returned, and what is to be told.
        header: One whose cells all say yes or no, "" for none.
    """
    if header:
        _say_which(finder)
        return header, {}
    for likely in finder.candidates("mandatory"):
        plain = (finder.plain[likely], leading_words(likely))
        if not any(each in FIELD_WORDS["mandatory"] for each in plain):
            continue
        found = _musts(finder.cells(likely))
        if not found:
            continue
        finder.taken.add(likely)
        finder.remarks = [each for each in finder.remarks if each != _unfit(likely)]
        _say_which(finder)
        finder.remarks += _told(likely, [word for word, must in found.items() if must is None])
        return likely, {word: "yes" if must else "no" for word, must in found.items()}
    _say_which(finder)
    return "", {}


def _unfit(header: str) -> str:
    return f"'{header}' may be 'mandatory', but some cells do not fit"


def _say_which(finder: Headers) -> None:
    """Say of columns that may be meant and are not taken which cells do not fit, and what to do."""
    for header in finder.candidates("mandatory"):
        if _unfit(header) in finder.remarks:
            at = finder.remarks.index(_unfit(header))
            finder.remarks[at] = _odd_told(header, finder)


def _odd_told(header: str, finder: Headers) -> str:
    cells = finder.cells(header)
    texts = [cell_text(cell).strip() for cell in different(cells) if misfits([cell], truth_in)]
    neither = "says neither" if len(texts) == 1 else "say neither"
    is_told = holds_reasons(header, cells, finder.reading)
    todo = "taken for reasons" if is_told else "write yes or no"
    return f"'{header}' may be 'mandatory', but {_some(texts)} {neither} yes nor no: {todo}"


def _musts(cells: Iterable[Cell]) -> dict[str, bool | None]:
    """Return what each word says, None where that is neither; nothing if few say yes or no."""
    texts = [cell_text(cell).strip() for cell in cells if not is_blank(cell)]
    words = list(dict.fromkeys(texts))
    if len(words) > _MOST_WORDS:
        return {}
    initials = {word.casefold() for word in words}
    known = {word: _says(word, initials) for word in words}
    n_known = sum(known[text] is not None for text in texts)
    is_enough = True in known.values() and 2 * n_known > len(texts)
    return known if is_enough else {}


def _says(word: str, beside: set[str]) -> bool | None:
    low = word.casefold()
    if low in _INITIALS and _INITIALS[low] in beside:
        return True
    # A letter or a number before more words, as in "1 of 3", is no answer.
    first = plain_words(word).split(" ", 1)[0]
    for text in (word, first if len(first) > 1 and first.isalpha() else ""):
        try:
            if text:
                return truth_in(text)
        except UnfitCellError:
            continue
    return None


def _told(header: str, unknown: list[str]) -> list[str]:
    return [f"'{header}': {_some(unknown)} taken for no: check 'mandatory'"] if unknown else []


def _some(texts: Sequence[str]) -> str:
    some = ", ".join(f"'{printable(text, _LONGEST)}'" for text in texts[:_MOST_TOLD])
    more = f" and {len(texts) - _MOST_TOLD:,} more" if len(texts) > _MOST_TOLD else ""
    return f"{some}{more}"
