"""Touchpoint by touchpoint: what a proposal changes there, for how many, and by which way."""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.decision.cells import effects_of, rows_of
from cximpact.decision.words import condition, ended, listed, name_of_touchpoint, points, shown
from cximpact.explain.shared import MOST_PATHS, Shared
from cximpact.model.case import Case
from cximpact.model.evaluation import PathResult, TouchpointResult
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores
from cximpact.scoring.utility import utility

_BIGGEST = 3


def touchpoint_results(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    position: int,
    shared: Shared | None = None,
) -> tuple[TouchpointResult, ...]:
    """Return what a proposal does along the journey, by touchpoint and criterion.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: What proposals do at touchpoints.
        position: The proposal.
        shared: What proposals have in common, where many are asked about.
    """
    rows = rows_of(scores.cells, position)
    if not rows:
        return ()
    known = shared or Shared(case, conditions)
    return tuple(_result(known, scores, row) for row in rows)


def _result(shared: Shared, scores: Scores, row: int) -> TouchpointResult:
    cells, conditions = scores.cells, shared.conditions
    touchpoint = conditions.touchpoints[int(cells.touchpoint[row])]
    criterion = conditions.criteria[int(cells.criterion[row])]
    ways, more = _ways(shared, int(cells.proposal[row]), touchpoint, criterion)
    volume = shared.volumes.get(touchpoint)
    helped, harmed = float(cells.gain_reach[row]), float(cells.harm_reach[row])
    return TouchpointResult(
        touchpoint=touchpoint,
        criterion=criterion,
        condition=float(cells.condition[row]),
        net=float(cells.net[row]),
        harm=float(cells.harm[row]),
        delta_value=float(cells.delta_value[row]),
        customers_helped=None if volume is None else volume * helped,
        customers_harmed=None if volume is None else volume * harmed,
        screened=bool(cells.screened[row]),
        paths=ways,
        more_paths=more,
    )


def _ways(
    shared: Shared, position: int, touchpoint: str, criterion: str
) -> tuple[tuple[PathResult, ...], int]:
    """Return the ways from what its effects change to a touchpoint, the strongest first."""
    found: list[PathResult] = []
    more = 0
    for target in _targets(shared.case, position, shared.columns[criterion]):
        ways, rest = shared.ways(target, touchpoint)
        found += ways
        more += rest
    found.sort(key=lambda way: (-way.strength, len(way.steps), way.steps))
    return tuple(found[:MOST_PATHS]), more + max(0, len(found) - MOST_PATHS)


def _targets(case: Case, position: int, column: int) -> list[str]:
    effects = case.effects
    rows = effects_of(effects, position)
    counting = (row for row in rows if int(effects.criterion[row]) in (-1, column))
    return sorted({effects.targets[int(effects.target[row])] for row in counting})


def journey_sentences(
    case: Case, conditions: Conditions, results: Sequence[TouchpointResult]
) -> tuple[str, ...]:
    """Return sentences on the biggest changes along the journey: how big, for whom, by whom."""
    shown = sorted(results, key=lambda each: (-abs(each.delta_value), each.touchpoint))
    moved = [each for each in shown if each.net or each.harm]
    said = [
        sentence for each in moved[:_BIGGEST] for sentence in _sentences(case, conditions, each)
    ]
    if len(moved) > _BIGGEST:
        more = len(moved) - _BIGGEST
        said.append(f"It changes {more} more {'touchpoint' if more == 1 else 'touchpoints'} less.")
    return tuple(dict.fromkeys(said))


def _sentences(case: Case, conditions: Conditions, each: TouchpointResult) -> list[str]:
    name = name_of_touchpoint(case.scorecard.journey, each.touchpoint)
    screened = ", as screened by category" if each.screened else ""
    before = condition(each.condition, conditions.cell(each.touchpoint, each.criterion).label)
    said = [
        f"{name}: condition {before} changes by {points(each.net)}, "
        f"worth {points(each.delta_value)} there{screened}."
    ]
    if each.customers_helped:
        said.append(
            ended(f"About {shown(each.customers_helped):,} customers a year gain at {name}")
        )
    if each.customers_harmed:
        said.append(
            ended(f"About {shown(each.customers_harmed):,} customers a year lose at {name}")
        )
    return said + _by_ripple(each, name)


def _by_ripple(each: TouchpointResult, name: str) -> list[str]:
    """Return the strongest way that is not the touchpoint itself, with all units on it."""
    ways = [way for way in each.paths if len(way.steps) > 1]
    if not ways:
        return []
    units = sorted({unit for way in ways for unit in way.units if unit})
    owned = f"; units on the way: {listed(units)}" if units else ""
    more = len(ways) - 1 + each.more_paths
    others = f", and {more} other ways" if more > 1 else ", and 1 other way" if more else ""
    steps = " > ".join(ways[0].steps)
    strength = shown(ways[0].strength, 2)
    return [ended(f"It reaches {name} by {steps} (strength {strength}){others}{owned}")]


def harm_sentences(
    case: Case, results: Sequence[TouchpointResult], value: float
) -> tuple[str, ...]:
    """Return the sentence on harm that gains make up for; nothing where there is none."""
    harmed = [each for each in results if round(each.harm, 9) < 0]
    if not harmed or value <= 0:
        return ()
    places = [
        f"{name_of_touchpoint(case.scorecard.journey, each.touchpoint)} ({points(_worth(each))})"
        for each in sorted(harmed, key=lambda each: (each.harm, each.touchpoint))
    ]
    return (f"Gains elsewhere make up for harm at {listed(list(dict.fromkeys(places)))}.",)


def _worth(each: TouchpointResult) -> float:
    """Return what the harm alone is worth: U(c + harm) - U(c)."""
    return float(utility(each.condition + each.harm) - utility(each.condition))
