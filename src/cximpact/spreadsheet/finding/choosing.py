"""What the columns of a found table mean, as a workspace; and which scorecard fits them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import Document
from cximpact.intake.files.marks import Mark
from cximpact.intake.keywords import plain_data
from cximpact.intake.spec import WorkspaceSpec
from cximpact.intake.starting.guess import guess_columns, is_about, plain_settings
from cximpact.spreadsheet.finding.find import shipped
from cximpact.spreadsheet.finding.found import FoundTable

if TYPE_CHECKING:
    from cximpact.intake.files.marks import Data
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["matching_scorecard", "table_spec"]


def matching_scorecard(found: FoundTable | RawTable) -> str:
    """Return the shipped scorecard whose criteria match the headers of a table best.

    The one with the most criteria among the headers; of those with equally many the one that
    asks for the fewest others.

    Args:
        found: The table.

    Raises:
        InputError: No header names a criterion of any.
    """
    raw = found.raw if isinstance(found, FoundTable) else found
    cards = shipped()
    counts = {name: len(_matched(card.criteria, raw.headers)) for name, card in cards.items()}
    best = min(cards, key=lambda name: (-counts[name], len(cards[name].criteria), name))
    if not counts[best]:
        raise _no_criteria(raw, cards)
    return best


def _matched(criteria: Sequence[Criterion], headers: Sequence[str]) -> list[tuple[str, str]]:
    """Return criteria that have a column, each with its header."""
    return [
        (criterion.id, header)
        for criterion in criteria
        if criterion.kind != "journey"
        for header in [next((each for each in headers if is_about(each, criterion)), "")]
        if header
    ]


def _no_criteria(raw: RawTable, cards: Mapping[str, Scorecard]) -> InputError:
    known = {
        name: [each.title or each.id for each in card.criteria] for name, card in cards.items()
    }
    listed = "; ".join(f"{name}: {', '.join(titles)}" for name, titles in known.items())
    return InputError(
        [
            Problem(
                "no header names a criterion of a scorecard that comes with cximpact",
                raw.name,
                sheet=raw.sheet,
                value=", ".join(raw.headers[:12]),
                expected=f"some of {listed}",
                hint="name your own scorecard with --scorecard, or add such columns",
            )
        ]
    )


def table_spec(
    found: FoundTable,
    scorecard: Scorecard,
    *,
    columns: Mapping[str, Any] | None = None,
    budget: Any = None,
    as_of: date | str | None = None,
    title: str = "",
    under: WorkspaceSpec | None = None,
) -> WorkspaceSpec:
    """Return a workspace whose proposals are the lines of a table.

    Args:
        found: The table.
        scorecard: The scorecard.
        columns: What columns mean, ours to theirs; what it leaves open is told by the headers.
        budget: One limit for all costs, such as ``EUR 2000000``, or budgets as a workspace
            states them.
        as_of: The day of the decision.
        title: What is being decided.
        under: A workspace whose other parts stay.

    Raises:
        InputError: Cells that are needed cannot be read; each with its address.
    """
    guess = guess_columns(found.raw, scorecard)
    parts: dict[str, Data] = {"proposals": _proposals(guess, columns or {})}
    if guess.currency:
        parts["currency"] = guess.currency
    if budget is not None:
        stated = budget if isinstance(budget, Mapping) else {"budget": {"limit": budget}}
        parts["budgets"] = plain_data(stated, ("budgets",))
    if as_of is not None:
        parts["as_of"] = plain_data(as_of, ("as_of",))
    if title:
        parts["title"] = title
    base = under or WorkspaceSpec(found.raw.name, None, Document(found.raw.name, {}, Mark(0)))
    return evolve(
        base,
        document=base.document.replaced(parts),
        tables={**base.tables, "proposals": found.raw},
        scorecard=scorecard,
    )


def _proposals(guess: Guess, stated: Mapping[str, Any]) -> Data:
    columns: dict[str, Any] = dict(guess.columns)
    if "status" in columns:
        columns["status"] = {"column": columns["status"], "values": guess.statuses or {}}
    currency = {"currency": {"column": guess.currency_column}} if guess.currency_column else {}
    costs: list[dict[str, Any]] = [{"column": header, **currency} for header in guess.costs]
    if len(costs) == 1:
        columns["cost"] = costs[0]
    elif costs:
        columns["costs"] = [{**each, "fund": each["column"].strip().lower()} for each in costs]
    columns["ratings"] = {
        key: header if scale is None else {"column": header, "scale": list(scale)}
        for key, (header, scale) in (guess.ratings or {}).items()
    }
    part: dict[str, Any] = {"columns": {**columns, **stated}}
    read = plain_settings(guess.reading)
    if read:
        part["read"] = read
    if guess.aside:
        part["set_aside"] = [
            {"when": {header: {"one_of": list(values)}}, "reason": reason}
            for header, values, reason in guess.aside
        ]
    return plain_data(part, ("proposals",))
