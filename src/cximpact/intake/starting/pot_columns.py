"""A column that says from which budget each proposal is paid: a pot, a fund, a budget line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import printable
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.missing_words import OPEN_WORDS
from cximpact.intake.starting.amount_columns import is_open
from cximpact.intake.starting.cost_headers import bare_words
from cximpact.intake.starting.counted_rows import counted_rows
from cximpact.intake.starting.guess_words import plain_words
from cximpact.intake.starting.odd_amounts import rows_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess

__all__ = ["Pots", "few_words", "is_pot_column", "pots_told", "with_pots"]

_HEADERS = frozenset(
    (
        *("pot", "pots", "fund", "funds", "funding", "funding source", "funding line"),
        *("source of funds", "source of funding", "budget", "budget line", "budget pot"),
        *("budget name", "budgetline", "cost pot", "paid from", "topf", "budgettopf"),
        *("budget topf", "fordertopf", "fonds", "finanzierung", "finanzierungsquelle"),
        *("budgetlinie", "enveloppe", "ligne budgetaire", "financement", "fondo"),
        *("partida", "partida presupuestaria", "linea presupuestaria"),
    )
)
_NO_POTS = frozenset("yes no y n ja nein oui non si true false x".split())
_MOST_POTS = 12
_MOSTLY, _NEARLY_ALL = 2 / 3, 0.9
_LONGEST = 40
_MOST_TOLD = 5
_NOT_ASKED = ("id", "title", "status", "statement", "outcomes", "mandatory", "requires", "excludes")


@frozen
class Pots:
    """The budgets that a column names, row by row.

    Attributes:
        header: The column; "" for none.
        words: Its words in the order of the list, each with the number of its rows.
        key: What a workspace calls them: `fund`, or `category` beside funds of the columns.
    """

    header: str = ""
    words: tuple[tuple[str, int], ...] = ()
    key: str = "fund"

    def __bool__(self) -> bool:
        """Return whether there is such a column."""
        return bool(self.header)

    def named(self, name: str) -> str:
        """Return the word that a person calls so; "" for none.

        Args:
            name: As it was said.

        Example:
            >>> Pots("Pot", (("Change", 11), ("Run", 4))).named("change")
            'Change'
        """
        words = [word for word, _ in self.words]
        alike = (word for word in words if plain_words(word) == plain_words(name))
        return name if name in words else next(alike, "")


def is_pot_column(header: str, cells: Sequence[Cell]) -> bool:
    """Return whether a header and the few words below it name budgets.

    Args:
        header: Its header.
        cells: Its cells.

    Example:
        >>> is_pot_column("Pot", ["Change", "Run", "Change"]), is_pot_column("Budget", [100, 200])
        (True, False)
    """
    is_named = not _HEADERS.isdisjoint((bare_words(header), plain_words(header)))
    return is_named and bool(few_words(cells, _NEARLY_ALL))


def few_words(cells: Iterable[Cell], share: float = _MOSTLY) -> tuple[tuple[str, int], ...]:
    """Return the words of a column, each with the number of its rows; none if they are many.

    Args:
        cells: Its cells; what is open, as `tbd`, is no word.
        share: Of more words than that share of the cells, they are too many.

    Example:
        >>> few_words(["Change", "Run", "", "Change"]), few_words(["a", "b", "c"])
        ((('Change', 2), ('Run', 1)), ())
    """
    given = [cell for cell in cells if not is_open(cell)]
    if not all(isinstance(cell, str) for cell in given):
        return ()
    counts = Counter(cell_text(cell).strip() for cell in given)
    if not counts or len(counts) > _MOST_POTS or len(counts) > max(1, share * len(given)):
        return ()
    return tuple(counts.items()) if all(map(_is_word, counts)) else ()


def _is_word(text: str) -> bool:
    is_name = len(text) <= _LONGEST and text.isprintable() and any(map(str.isalpha, text))
    return is_name and not text[0].isdigit() and text.casefold() not in _NO_POTS | OPEN_WORDS


def with_pots(guess: Guess, table: RawTable, names: Iterable[str]) -> Guess:
    """Return a guess whose costs are paid from the budgets that a column names.

    Args:
        guess: What the columns of the list seem to mean.
        table: The list.
        names: What budgets that were said are called.
    """
    asked = [each for each in guess.left_out if each.is_asked]
    if not guess.entries and not asked:
        return guess
    pots = _pots(guess, table, {plain_words(name) for name in names})
    if not pots:
        return guess
    # A single cost is told from others by no name of its own once its rows name their budget.
    is_single = len(guess.entries) == 1
    entries = tuple(
        evolve(each, pot=pots.header, fund="" if is_single else each.fund) for each in guess.entries
    )
    left_out = tuple(
        evolve(each, pot=pots.header) if each.is_asked else each for each in guess.left_out
    )
    key = (*entries, *asked)[0].pot_key
    return evolve(guess, entries=entries, left_out=left_out, pots=evolve(pots, key=key))


def _pots(guess: Guess, table: RawTable, names: set[str]) -> Pots:
    """Return the column that names budgets: one whose words were said, else by its header."""
    aside = rows_aside(table, guess)
    free = set(table.headers) - guess.used()
    named: dict[str, int] = {}
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for header in _askable(guess, table):
        cells = [cell for at, cell in enumerate(table.column(header)) if at not in aside]
        is_pot = header in free and is_pot_column(header, cells)
        words = few_words(cells, _NEARLY_ALL if is_pot else _MOSTLY)
        named[header] = sum(plain_words(word) in names for word, _ in words)
        if named[header] or is_pot:
            found[header] = words
    best = max(found, key=named.__getitem__, default="")
    return Pots(best, found[best]) if best else Pots()


def _askable(guess: Guess, table: RawTable) -> list[str]:
    rated = {header for header, _ in (guess.ratings or {}).values()}
    fields = {guess.columns.get(name, "") for name in _NOT_ASKED}
    return [each for each in table.headers if each not in {*rated, *fields, *guess.costs}]


def pots_told(guess: Guess, table: RawTable) -> list[str]:
    """Return which column is taken for the budgets, and which rows name none.

    Args:
        guess: What the columns of the list seem to mean.
        table: The list.
    """
    pots = guess.pots
    if not pots or not guess.entries:
        return []
    words = [
        f"'{printable(word, _LONGEST)}' ({counted_rows(count)})"
        for word, count in pots.words[:_MOST_TOLD]
    ]
    more = f" and {len(pots.words) - _MOST_TOLD} more" if len(pots.words) > _MOST_TOLD else ""
    name = f"'{printable(pots.header, _LONGEST)}'"
    told = [f"{name} is taken for the budget that pays each cost: {', '.join(words)}{more}"]
    aside = rows_aside(table, guess)
    blank = sum(
        is_open(cell) for at, cell in enumerate(table.column(pots.header)) if at not in aside
    )
    if blank:
        told.append(
            f"{name} is open in {counted_rows(blank)}: their cost is in none of these budgets"
        )
    return [*told, *_spellings_told(pots)]


def _spellings_told(pots: Pots) -> list[str]:
    """Return words that may be one, spelled in two ways."""
    alike: dict[str, list[str]] = {}
    for word, _ in pots.words:
        alike.setdefault(plain_words(word), []).append(f"'{printable(word, _LONGEST)}'")
    name = f"'{printable(pots.header, _LONGEST)}'"
    return [
        f"{name} has {' and '.join(some)}: if they are one, write one of them only"
        for some in alike.values()
        if len(some) > 1
    ]
