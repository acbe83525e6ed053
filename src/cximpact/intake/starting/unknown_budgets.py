"""What to tell of a budget that was said for what no column of the list is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import Problem, printable
from cximpact.intake.starting.cost_headers import cost_slug
from cximpact.intake.starting.pot_columns import few_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.said_budgets import Budget

__all__ = ["no_such_budget"]

_LONGEST = 40
_MOST_COLUMNS = 4
_MOST_WORDS = 5


def no_such_budget(budget: Budget, guess: Guess, table: RawTable, people: Iterable[str]) -> Problem:
    """Return that nothing is called as a budget is, with what is known.

    Args:
        budget: As it was said.
        guess: What the columns of the list seem to mean.
        table: The list.
        people: Columns that count people at work.
    """
    if not guess.entries:
        message, hint = "no costs to limit", _no_costs(guess)
    else:
        message = "no column of costs is called so, nor a word that names a budget"
        # No "did you mean": capex is spelled nearly like opex, and is never meant by it.
        names = [each.fund or each.period or cost_slug(each.named) for each in guess.entries]
        counted = (printable(header, _LONGEST) for header in people)
        known = ", ".join(dict.fromkeys([*names, "total", *counted]))
        hint = f"name one of: {known}{_words(guess, table)}"
    return Problem(message, field="--budget", value=budget.name, hint=hint)


def _no_costs(guess: Guess) -> str:
    """Return what to do in a list of which no column is read as costs."""
    if asked := [header for each in guess.left_out for header in each.headers]:
        some = ", ".join(f"'{printable(header, _LONGEST)}'" for header in asked[:_MOST_COLUMNS])
        return (
            f"{some} may be the costs, and nothing says so: leave --budget out, take the '#' away "
            "at their line in cximpact.yaml, and write the limit under 'budgets'"
        )
    return (
        "no column of the list is read as costs: leave --budget out, name the column in "
        "cximpact.yaml as 'cost', and write the limit under 'budgets'"
    )


def _words(guess: Guess, table: RawTable) -> str:
    """Return the words of the column of budgets, else of others that have few."""
    if guess.pots:
        return f"; or a word of {_listed(guess.pots.header, guess.pots.words)}"
    rated = {header for header, _ in (guess.ratings or {}).values()}
    fields = {guess.columns.get(name, "") for name in ("id", "title", "status")}
    free = [each for each in table.headers if each not in {*rated, *fields, *guess.costs}]
    found = [_listed(each, words) for each in free if (words := few_words(table.column(each)))]
    return f"; or a word of {'; '.join(found[:_MOST_COLUMNS])}" if found else ""


def _listed(header: str, words: Iterable[tuple[str, int]]) -> str:
    names = [printable(word, _LONGEST) for word, _ in words]
    more = f" and {len(names) - _MOST_WORDS} more" if len(names) > _MOST_WORDS else ""
    return f"'{printable(header, _LONGEST)}' ({', '.join(names[:_MOST_WORDS])}{more})"
