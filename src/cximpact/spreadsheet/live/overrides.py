"""What the user changed on *CX weights* counts when the workbook is scored again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.intake.files.documents import Document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.lists.budget_rows import budgets_of_table
from cximpact.intake.lists.rules import build_budgets
from cximpact.intake.lists.table_parts import open_part
from cximpact.intake.reporter import Reporter
from cximpact.intake.scorecards.policies import changed_gates
from cximpact.spreadsheet.live.figures import (
    COVERAGE_FIELD,
    FLOOR_FIELD,
    budget_field,
    group_field,
    points_field,
)
from cximpact.spreadsheet.live.reading_back import Overrides, ReadFigure, read_overrides

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.portfolio import Budget
    from cximpact.model.scorecard import Scorecard

__all__ = [
    "Overrides",
    "ReadFigure",
    "override_notes",
    "read_overrides",
    "stated_figures",
    "with_overrides",
]

_TABLE = "budgets_from"


def with_overrides(
    spec: WorkspaceSpec, scorecard: Scorecard, overrides: Overrides
) -> WorkspaceSpec:
    """Return a workspace in which the figures count that the user changed.

    What people stated about weights gives way where the user changed weights: the figures on the
    sheet then count as they stand there.

    Args:
        spec: The workspace.
        scorecard: Its scorecard, as stated.
        overrides: What was read from *CX weights*.
    """
    changed = overrides.changed
    if not changed:
        return spec
    points = _points_that_count(spec, overrides)
    criteria = tuple(
        evolve(each, weight=points.get(points_field(each.id), each.weight))
        for each in scorecard.criteria
    )
    groups = {
        group: points.get(group_field(group), share) for group, share in scorecard.groups.items()
    }
    data = dict(spec.data)
    if points and _speaks(spec):
        data["weighting"] = _without_statements(data["weighting"])
    data.update(_gates(spec, changed))
    document = _with_data(spec.document, data)
    card = evolve(scorecard, criteria=criteria, groups=groups) if points else spec.scorecard
    return _with_limits(evolve(spec, document=document, scorecard=card), changed)


def _speaks(spec: WorkspaceSpec) -> bool:
    """Return whether people stated anything about weights beside the scorecard."""
    said = spec.data.get("weighting")
    return isinstance(said, dict) and bool({"statements", "stakeholders"} & said.keys())


def _without_statements(said: Any) -> dict[str, Any]:
    return {key: said[key] for key in ("within", "groups_within") if key in said}


def _points_that_count(spec: WorkspaceSpec, overrides: Overrides) -> dict[str, float]:
    """Return the points and shares that take the place of the scorecard's."""
    weights = {
        key: each
        for key, each in overrides.figures.items()
        if key.startswith(("criteria.", "groups."))
    }
    changed = {key: each.yours for key, each in weights.items() if each.is_changed}
    if changed and _speaks(spec):
        return {key: each.yours for key, each in weights.items()}
    return changed


def _gates(spec: WorkspaceSpec, changed: Mapping[str, ReadFigure]) -> dict[str, Any]:
    said = spec.data.get("gates")
    gates: dict[str, Any] = dict(said) if isinstance(said, dict) else {}
    before = dict(gates)
    for key in (FLOOR_FIELD, COVERAGE_FIELD):
        if key in changed:
            _, gate, setting = key.split(".")
            under = gates.get(gate, {})
            under = {"mode": under} if isinstance(under, str) else under
            gates[gate] = {**under, setting: changed[key].yours}
    return {"gates": gates} if gates != before else {}


def _with_limits(spec: WorkspaceSpec, changed: Mapping[str, ReadFigure]) -> WorkspaceSpec:
    """Return a workspace with the limits that were changed.

    Budgets of a table, then, are stated as others are: there is one way only to change them.
    """
    stated = _stated_budgets(spec)
    limits = {each.id: changed.get(budget_field(each.id)) for each in stated}
    if not any(limits.values()):
        return spec
    data: dict[str, Any] = {key: each for key, each in spec.data.items() if key != _TABLE}
    data["budgets"] = {each.id: _said(each, limits[each.id]) for each in stated}
    return evolve(
        spec,
        document=evolve(spec.document, data=data),
        frames={key: each for key, each in spec.frames.items() if key != _TABLE},
        tables={key: each for key, each in spec.tables.items() if key != _TABLE},
        collected={key: each for key, each in spec.collected.items() if key != _TABLE},
    )


def _said(budget: Budget, yours: ReadFigure | None) -> dict[str, Any]:
    """Return a budget as a workspace states it."""
    amount: Any = float(budget.limit.amount) if yours is None else yours.yours
    where = {field: list(values) for field, values in budget.where.items()}
    if budget.limit.currency:
        amount = {"amount": amount, "currency": budget.limit.currency}
    return {"limit": amount, **({"where": where} if where else {})}


def _stated_budgets(spec: WorkspaceSpec) -> tuple[Budget, ...]:
    """Return the budgets of the document, and of the table of budgets if there is one."""
    report = Reporter(spec.document, ProblemList())
    said = spec.data.get("budgets")
    stated = build_budgets(report, said) if isinstance(said, dict) else ()
    part = open_part(spec, _TABLE, report)
    listed = () if part is None else tuple(budget for budget, _ in budgets_of_table(part))
    known = {each.id for each in stated}
    return (*stated, *(each for each in listed if each.id not in known))


def _with_data(document: Document, data: dict[str, Any]) -> Document:
    before = document.data if isinstance(document.data, dict) else {}
    return document.replaced(
        {key: value for key, value in data.items() if before.get(key) != value}
    )


def stated_figures(
    spec: WorkspaceSpec, scorecard: Scorecard, overrides: Overrides
) -> dict[str, float]:
    """Return what is stated where the user's figures count in its place, by field.

    Args:
        spec: The workspace without the user's figures.
        scorecard: Its scorecard, as stated.
        overrides: What was read from *CX weights*.
    """
    now = _stated_now(spec, scorecard)
    changed = overrides.changed
    if _speaks(spec) and any(key.startswith(("criteria.", "groups.")) for key in changed):
        weights = {key: e.stated for key, e in overrides.figures.items() if key in now}
        now = {**now, **{k: v for k, v in weights.items() if k.startswith(("crit", "groups"))}}
    return {key: now[key] for key in overrides.figures if key in now}


def _stated_now(spec: WorkspaceSpec, scorecard: Scorecard) -> dict[str, float]:
    said = spec.data.get("gates")
    gates = changed_gates(scorecard.policy.gates, said if isinstance(said, dict) else {})
    return {
        **{points_field(each.id): each.weight for each in scorecard.criteria},
        **{group_field(group): float(share) for group, share in scorecard.groups.items()},
        FLOOR_FIELD: gates.customer_value_floor.floor,
        COVERAGE_FIELD: gates.customer_evidence.coverage,
        **{f"budgets.{each.id}.limit": float(each.limit.amount) for each in _stated_budgets(spec)},
    }


def override_notes(
    spec: WorkspaceSpec, scorecard: Scorecard, overrides: Overrides
) -> tuple[str, ...]:
    """Return what a reader must know of the figures that the user changed.

    Args:
        spec: The workspace without the user's figures.
        scorecard: Its scorecard, as stated.
        overrides: What was read from *CX weights*.
    """
    now = _stated_now(spec, scorecard)
    changed = overrides.changed
    counting = [key for key in changed if key in now]
    gone = [key for key in changed if key not in now]
    found = []
    if counting:
        told = ", ".join(
            f"{key} {changed[key].yours:g} instead of {now[key]:g}" for key in counting
        )
        found.append(f"figures changed on {overrides.sheet} count: {told}")
    if gone:
        found.append(
            f"figures changed on {overrides.sheet} no longer name anything: {', '.join(gone)}"
        )
    return tuple(found)
