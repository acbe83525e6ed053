"""Mistakes in rows of a warehouse: how many, and of names, which; nothing else of a row travels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from cximpact.exceptions import Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.sources.faults import known_names
from cximpact.sources.outcomes import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cximpact.model.scorecard import Scorecard
    from cximpact.sources.plan import Plan

__all__ = ["mistaken", "mistakes"]

_NAMES = ("touchpoint", "measure", "criterion")
_MOST = 20
_LONGEST = 60


def mistaken(rows: Any) -> Any:
    """Return the mistakes of judged rows: kind, measure, unknown name, and in how many rows."""
    names = [(rows.outcome == f"!{name}", rows[name].left(_LONGEST)) for name in _NAMES]
    wrong = rows.filter(rows.outcome.left(1) == "!").mutate(
        found=ibis.cases(*names, else_=ibis.null().cast("string"))
    )
    counted = wrong.group_by(["outcome", "found"]).aggregate(times=wrong.mult.sum())
    order = [ibis.desc("times"), "outcome", "found"]
    return counted.order_by(order).limit(_MOST)


def mistakes(
    name: str, lines: Iterable[Mapping[str, Any]], plan: Plan, scorecard: Scorecard
) -> list[Problem]:
    """Return a problem for each kind of mistake, and for each unknown name."""
    return [_problem(name, line, plan, scorecard) for line in lines]


def _problem(name: str, line: Mapping[str, Any], plan: Plan, scorecard: Scorecard) -> Problem:
    fault = FAULTS[line["outcome"]]
    times, found = int(line["times"]), line["found"]
    hint = "look for them in the warehouse; rows are not fetched from there"
    if fault.field in _NAMES:
        known = known_names(fault.field, scorecard)
        hint = did_you_mean(found, known) or f"known are: {', '.join(known[:10]) or 'none'}"
    return Problem(
        f"{fault.message} (in {times:,} row{'s' if times > 1 else ''})",
        f"evidence {name}",
        field=plan.fields.get(fault.field, fault.field),
        value=found,
        expected=fault.expected,
        hint=hint,
    )
