"""Minimum shares: how much of a budget must go where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import UnfitCellError, share_in
from cximpact.intake.lists.groups import members
from cximpact.intake.lists.matching import cell_text
from cximpact.model.portfolio import MinimumShare
from cximpact.model.source import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.lists.pool import Pool
    from cximpact.intake.reporter import Reporter
    from cximpact.model.journey import Journey
    from cximpact.model.portfolio import Budget

__all__ = ["build_minimum_shares"]

_DECIMALS = 12


def build_minimum_shares(
    report: Reporter,
    said: Mapping[str, Any],
    budgets: Sequence[Budget] | None,
    pool: Pool,
    journey: Journey | None,
    where: Callable[[Any], dict[str, tuple[str, ...]]],
) -> tuple[MinimumShare, ...]:
    """Return the minimum shares sorted by id; what they name and nobody knows is noted.

    Args:
        report: The workspace's document.
        said: What stands under `rules:`; it fits the schema.
        budgets: The budgets; None where a source that was to give some failed, and a share of
            one of those falls away with it.
        pool: The proposals.
        journey: For its touchpoints; None where there is no usable scorecard.
        where: Reads a `where` of lines of cost.
    """
    found = []
    for key, each in sorted(said.get("minimum_shares", {}).items()):
        path: KeyPath = ("rules", "minimum_shares", key)
        to, budget = each["to"], cell_text(each["budget"])
        share = _share(report, (*path, "share"), each["share"])
        known = _check_budget(report, (*path, "budget"), budget, budgets)
        points = [cell_text(point) for point in to.get("touchpoints", ())]
        _check_places(report, (*path, "to"), points, to, journey)
        named = to.get("proposals", [])
        proposals = members(report, (*path, "to", "proposals"), named, pool)
        if share is None or not known or (named and not proposals):
            continue
        found.append(
            MinimumShare(
                id=key,
                budget=budget,
                share=share,
                of=each.get("of", "spent"),
                proposals=proposals,
                where=where(to),
                touchpoints=tuple(sorted(set(points))),
                labels=tuple(sorted(set(to.get("labels", ())))),
                moments_of_truth=bool(to.get("moments_of_truth", False)),
            )
        )
    return tuple(found)


def _share(report: Reporter, path: KeyPath, said: Any) -> float | None:
    try:
        found = share_in(said, Reading())
    except UnfitCellError as unfit:
        report.add(path, unfit.message, value=said, expected=unfit.expected, hint=unfit.hint)
        return None
    if found is None:
        report.add(path, "not a share", expected="a number from 0 to 1, or a percentage")
        return None
    # A percentage is divided by 100, which leaves dust: 33.3% is 0.333.
    return round(found, _DECIMALS)


def _check_budget(
    report: Reporter, path: KeyPath, budget: str, budgets: Sequence[Budget] | None
) -> bool:
    if budgets is None:
        return False
    ids = [each.id for each in budgets]
    if budget not in ids:
        hint = did_you_mean(budget, ids) or ("state it under 'budgets'" if not ids else None)
        report.add(path, "no such budget", value=budget, hint=hint)
    return budget in ids


def _check_places(
    report: Reporter,
    path: KeyPath,
    points: Sequence[str],
    said: Mapping[str, Any],
    journey: Journey | None,
) -> None:
    """Note touchpoints that are not there, and a share that no touchpoint can ever count for."""
    if journey is None:
        return
    ids = [point.id for point in journey.touchpoints]
    for at, point in enumerate(points):
        if point not in ids:
            hint = did_you_mean(point, ids)
            report.add((*path, "touchpoints", at), "no such touchpoint", value=point, hint=hint)
    if said.get("labels") and not ids:
        report.add((*path, "labels"), "the scorecard has no journey", hint="add its touchpoints")
    if said.get("moments_of_truth"):
        fitting = [p for p in journey.touchpoints if not points or p.id in points]
        if not any(point.moment_of_truth for point in fitting):
            whose = "of these touchpoints" if points else "in the journey"
            message = f"none {whose} is a moment of truth"
            report.add((*path, "moments_of_truth"), message, hint="mark them in the scorecard")
