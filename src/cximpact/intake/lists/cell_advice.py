"""What to do about a cell that does not fit, where that depends on the table it stands in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cximpact.intake.files.raw_table import Origin
from cximpact.intake.lists.answers_in_words import degree_word
from cximpact.intake.lists.cell_values import SAY_NUMBERS
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.missing_words import OPEN_WORDS, as_yaml, looks_missing, missing_said
from cximpact.intake.lists.multipliers import SAY_MULTIPLIERS

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.answers_in_words import UnknownWordError
    from cximpact.intake.lists.cell_values import UnfitCellError
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["advice_on", "advice_on_word", "for_frame"]

# What holds an amount, a rating, a share or a change, and so may be open.
_OPEN = ("not a number", "not an amount", "not a level", "not a share", "not a change")
_NOTHING = "if it means that nothing is known"
# A list of budgets states limits, none of which can be open.
_STATES_ALL = "budgets_from"
# Signs with which people rate; a lone asterisk may be a footnote's, and dashes a gap.
_MARK = re.compile(r"[*★☆⭐✩✪+±↑↗→↘↓✓✔☑✗✘●○◐▲▼\ufe0f ]+|\+/?[-−]|[-−]/?\+")
_PERHAPS = re.compile(r"\*|[-−–]{2,9}")


def advice_on(part: TablePart, cell: Cell, unfit: UnfitCellError) -> str | None:
    """Return the hint on a cell that does not fit.

    Args:
        part: The table; a data frame is read by pandas, not by what a workspace says.
        cell: The cell.
        unfit: What the reader says of it.
    """
    in_frame = part.table.origin is Origin.FRAME
    if unfit.hint is not None:
        return for_frame(unfit.hint) if in_frame else unfit.hint
    is_open = unfit.message.startswith(_OPEN) and looks_missing(cell) and part.name != _STATES_ALL
    if not is_open:
        return None
    word = str(cell).strip()
    if in_frame:
        return f"{_NOTHING}, pass na_values=[{word!r}] to pandas.read_csv"
    return f"{_NOTHING}: {missing_said([*part.said.get('missing', []), word])}"


def advice_on_word(
    part: TablePart, cell: Cell, unfit: UnknownWordError, n_rows: int, is_usual: bool
) -> str | None:
    """Return the hint on a word that is no answer: which one it may stand for, or that it is open.

    Args:
        part: The table.
        cell: The first cell with the word.
        unfit: What the reader says of it.
        n_rows: In how many rows it stands.
        is_usual: Whether the column mostly holds such words.
    """
    word = cell_text(cell).strip()
    may_rate, may_be_open = _meanings(word, is_usual)
    advice = [f"{n_rows:,} rows have it"] if n_rows > 1 else []
    if unfit.answer is not None:
        advice.append(f"say what it stands for: {_translated(word, unfit.answer)}")
    elif may_rate:
        # An example to copy would be taken for the answer.
        blank = f"{{column: ..., values: {{{as_yaml(word)}: ?}}}}"
        advice.append(f"say what it stands for, in place of the '?': {blank}")
    if may_be_open:
        advice.append(advice_on(part, cell, unfit) or "")
    return "; ".join(filter(None, advice)) or None


def _meanings(word: str, is_usual: bool) -> tuple[bool, bool]:
    """Return whether a word may rate something, and whether it may mean that nothing is known."""
    if word.casefold() in OPEN_WORDS:
        return False, True
    if _PERHAPS.fullmatch(word):
        return True, True
    if _MARK.fullmatch(word):
        return True, False
    known = degree_word(word)
    is_word = any(map(str.isalnum, word))
    return is_usual and is_word, known is None or not known.degree


def _translated(word: str, answer: str) -> str:
    is_number = answer.lstrip("+-").isdecimal()
    return (
        f"{{column: ..., values: {{{as_yaml(word)}: {answer if is_number else as_yaml(answer)}}}}}"
    )


def for_frame(hint: str) -> str:
    """Return a hint on how numbers are written as it holds for a data frame.

    Example:
        >>> for_frame("say how numbers are written: read: {decimal: ','}")
        'pass decimal= and thousands= to pandas.read_csv'
    """
    if SAY_MULTIPLIERS in hint:
        return "write the amounts out before the frame is handed over"
    before, found, _ = hint.partition(SAY_NUMBERS)
    return f"{before}pass decimal= and thousands= to pandas.read_csv" if found else hint
