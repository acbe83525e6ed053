"""What the words of a column that says yes or no mean, where they are others or say more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.cell_values import UnfitCellError, truth_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.guess_words import FIELD_WORDS, leading_words, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        return header, {}
    for likely in finder.candidates("mandatory"):
        plain = (finder.plain[likely], leading_words(likely))
        if not any(each in FIELD_WORDS["mandatory"] for each in plain):
            continue
        found = _musts(finder.cells(likely))
        if not found:
            continue
        finder.taken.add(likely)
        told = f"'{likely}' may be 'mandatory', but some cells do not fit"
        finder.remarks = [each for each in finder.remarks if each != told]
        finder.remarks += _told(likely, [word for word, must in found.items() if must is None])
        return likely, {word: "yes" if must else "no" for word, must in found.items()}
    return "", {}


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
    if not unknown:
        return []
    some = ", ".join(f"'{printable(word, _LONGEST)}'" for word in unknown[:_MOST_TOLD])
    more = f" and {len(unknown) - _MOST_TOLD} more" if len(unknown) > _MOST_TOLD else ""
    return [f"'{header}': {some}{more} taken for no: check 'mandatory'"]
