"""What the columns of a found table mean, as a workspace; and which scorecard fits them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from cximpact.intake.files.documents import Document
from cximpact.intake.files.marks import Mark
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.keywords import plain_data
from cximpact.intake.spec import WorkspaceSpec
from cximpact.intake.starting.guess import guess_columns
from cximpact.intake.starting.guess_reading import plain_settings
from cximpact.spreadsheet.finding.amounts import cost_columns
from cximpact.spreadsheet.finding.matching import matched_criteria, matching_scorecard
from cximpact.spreadsheet.finding.scales import refuse_percentages, with_scales
from cximpact.spreadsheet.finding.stated import as_headed, named_header, table_to_guess
from cximpact.spreadsheet.finding.words import mapped_headers, words_for

if TYPE_CHECKING:
    from cximpact.intake.files.marks import Data
    from cximpact.intake.starting.guess import Guess
    from cximpact.model.scorecard import Scorecard
    from cximpact.spreadsheet.finding.found import FoundTable

__all__ = ["Understood", "matching_scorecard", "table_spec", "understood_table"]


@frozen(eq=False)
class Understood:
    """What the columns of a table mean.

    Attributes:
        spec: A workspace whose proposals are the lines of the table.
        used: The headers that mean something.
        notices: What was seen and left to people.
    """

    spec: WorkspaceSpec
    used: tuple[str, ...]
    notices: tuple[str, ...]


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
        budget: One limit for all costs, such as ``EUR 2000000``, or budgets by name.
        as_of: The day of the decision.
        title: What is being decided.
        under: A workspace whose other parts stay.

    Raises:
        InputError: Amounts of one column are in several currencies, or cannot be taken as they
            are; each with its address.

    Example:
        ``table_spec(found, scorecard, budget="EUR 2000000").data["proposals"]["columns"]``
    """
    spec = understood_table(found, scorecard, columns=columns, under=under).spec
    parts: dict[str, Data] = {}
    if budget is not None:
        stated = budget if isinstance(budget, Mapping) else {"budget": budget}
        parts["budgets"] = plain_data(stated, ("budgets",))
    if as_of is not None:
        parts["as_of"] = plain_data(as_of, ("as_of",))
    if title:
        parts["title"] = title
    return evolve(spec, document=spec.document.replaced(parts))


def understood_table(
    found: FoundTable,
    scorecard: Scorecard,
    *,
    columns: Mapping[str, Any] | None = None,
    under: WorkspaceSpec | None = None,
) -> Understood:
    """Return a workspace whose proposals are the lines of a table, and what was left to people.

    Args:
        found: The table.
        scorecard: The scorecard.
        columns: What columns mean, ours to theirs; what it leaves open is told by the headers.
        under: A workspace whose other parts stay.

    Raises:
        InputError: As for `table_spec`.
    """
    stated = as_headed(columns or {}, found)
    words = words_for([scorecard])
    guess = guess_columns(table_to_guess(found.raw, stated, scorecard, words), scorecard)
    log = ProblemLog(found.raw.name)
    base = under or WorkspaceSpec(found.raw.name, None, Document(found.raw.name, {}, Mark(0)))
    has_costs = base.has_rows("costs") or "costs" in base.data
    costs = cost_columns(found, guess, stated, words, log, elsewhere=has_costs)
    log.raise_any()
    criteria, told = _criteria(found, guess, stated, scorecard)
    refuse_percentages(found, criteria.get("ratings", {}), log)
    log.raise_any()
    meant = {**_fields(guess, stated), **criteria, **costs.columns}
    parts: dict[str, Data] = {"proposals": plain_data(_part(guess, meant, stated), ("proposals",))}
    if guess.currency and "currency" not in base.data and costs.currencies <= {guess.currency}:
        parts["currency"] = guess.currency
    spec = evolve(
        base,
        document=base.document.replaced(parts),
        tables={**base.tables, "proposals": found.raw},
        scorecard=scorecard,
    )
    used = tuple(each for each in mapped_headers(meant) if each in found.raw.headers)
    return Understood(spec, used, (*told, *guess.remarks, *costs.notices, *_told(meant)))


def _fields(guess: Guess, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of single fields: as stated, else as guessed."""
    fields: dict[str, Any] = {**guess.columns, **stated}
    status = stated.get("status", guess.columns.get("status"))
    if isinstance(status, str):
        fields["status"] = {"column": status, "values": guess.statuses or {}}
    return fields


def _told(meant: Mapping[str, Any]) -> Iterator[str]:
    """Yield which columns were taken for what, so that a wrong guess is seen."""
    single = [
        f"{name} from '{header}'"
        for name, said in meant.items()
        if name not in ("ratings", "quantities", "costs")
        for header in [named_header(said)]
        if header
    ]
    several = [f"cost from '{named_header(each)}'" for each in meant.get("costs", ())]
    counted = [f"{len(meant[key])} {key}" for key in ("ratings", "quantities") if key in meant]
    yield f"columns read: {', '.join([*single, *several, *counted])}"


def _criteria(
    found: FoundTable, guess: Guess, stated: Mapping[str, Any], scorecard: Scorecard
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the columns of answers and amounts, by criterion, and what to tell of them."""
    free = [each for each in found.raw.headers if each not in mapped_headers(stated)]
    rated = [each for each in scorecard.criteria if each.kind == "rating"]
    amounts = [each for each in scorecard.criteria if each.kind == "quantity"]
    open_ones = [each for each in rated if each.id not in stated.get("ratings", {})]
    ratings, told = with_scales(found.raw, matched_criteria(open_ones, free), rated, guess.reading)
    both = {
        "ratings": {**ratings, **stated.get("ratings", {})},
        "quantities": {**matched_criteria(amounts, free), **stated.get("quantities", {})},
    }
    return {key: each for key, each in both.items() if each}, told


def _part(guess: Guess, columns: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    part: dict[str, Any] = {"columns": dict(columns)}
    read = plain_settings(guess.reading)
    if read:
        part["read"] = read
    if guess.missing:
        part["missing"] = list(guess.missing)
    if guess.aside:
        part["set_aside"] = [
            {
                "when": {named_header(stated.get(header)) or header: _test(values)},
                "reason": reason,
            }
            for header, values, reason in guess.aside
        ]
    return part


def _test(values: tuple[str, ...]) -> Any:
    return values[0] if len(values) == 1 else {"one_of": list(values)}
