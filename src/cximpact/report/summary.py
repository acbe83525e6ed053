"""Everything around the recommendations: inputs, conditions, budgets, what was set aside."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from cximpact.explain import assumed_of_all
from cximpact.explain.provenance import budget_line
from cximpact.intake.scorecards.scorecard_data import scorecard_data
from cximpact.model.decision import Decision
from cximpact.model.evaluation import (
    FORMAT,
    GroupResult,
    InputResult,
    MissingResult,
    SelectionResult,
    SetAsideResult,
    Summary,
)
from cximpact.pipeline import Result
from cximpact.report.dependence import dependence_result, draws_result
from cximpact.report.identity import evaluation_id, software
from cximpact.scoring.weights import group_shares


def summarize(result: Result) -> Summary:
    """Return everything around the recommendations of a result."""
    case, decision = result.case, result.decision
    scorecard = scorecard_data(result.stated)
    return Summary(
        format=FORMAT,
        id=evaluation_id(case, scorecard, decision.gates),
        as_of=case.as_of,
        title=case.title,
        currency=case.currency,
        software=software(),
        inputs=tuple(InputResult(item.path, item.sha256, item.rows) for item in case.inputs),
        scorecard=scorecard,
        groups=tuple(_groups(result)),
        budgets=tuple(
            evolve(use, origin=budget_line(case, use.budget)) for use in decision.selection.budgets
        ),
        selection=_selection(result),
        touchpoints=result.conditions.cells,
        capacities=decision.selection.capacities,
        assumed=assumed_of_all(case, result.scores),
        gates_not_run={review.gate: review.not_run for review in decision.gates if review.not_run},
        set_aside=tuple(_set_aside(result)),
        not_used=_not_used(result),
        problems=tuple(str(note) for note in case.notes),
        missing=tuple(MissingResult(each.name, each.reason) for each in case.missing),
        draws=draws_result(case, decision),
        weighting=result.weighting,
        dependence=dependence_result(case, decision),
        scenarios=result.scenarios,
    )


def _groups(result: Result) -> Iterator[GroupResult]:
    shares = group_shares(result.case.scorecard)
    for group in sorted(shares, reverse=True):  # customer first
        yield GroupResult(group, shares[group], result.scores.spread[group])


def _selection(result: Result) -> SelectionResult:
    chosen, ids = result.decision.selection, result.case.proposals.ids
    return SelectionResult(
        value=chosen.value,
        bound=chosen.bound,
        gap=chosen.gap,
        selected=tuple(ids[position] for position in chosen.selected.nonzero()[0]),
        joint=chosen.joint,
        notes=chosen.notes,
    )


def _set_aside(result: Result) -> Iterator[SetAsideResult]:
    for item in result.case.set_aside:
        yield SetAsideResult(item.what, item.reason, item.count, item.file, item.rows)
    withdrawn = _withdrawn(result.decision)
    if withdrawn:
        ids = tuple(result.case.proposals.ids[position] for position in withdrawn)
        yield SetAsideResult("proposals", "withdrawn", len(ids), "", ids)


def _withdrawn(decision: Decision) -> list[int]:
    return [at for at, action in enumerate(decision.actions) if action == "set aside"]


def _not_used(result: Result) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for file, column in result.case.not_used:
        found.setdefault(file, []).append(column)
    return {file: tuple(sorted(columns)) for file, columns in sorted(found.items())}
