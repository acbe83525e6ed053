"""A scorecard as plain data: the same shape as the file it is read from, every default written out.

A result can so carry its whole scorecard, and what it carries is a scorecard file again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import asdict, evolve

from cximpact.exceptions import InputError
from cximpact.intake.files.documents import Document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecards import build_scorecard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.model.journey import Journey, Touchpoint
    from cximpact.model.measure import Measure, SilentCustomers
    from cximpact.model.scorecard import Criterion, Policy, Scorecard

__all__ = ["scorecard_data", "scorecard_from_data"]


def scorecard_data(scorecard: Scorecard) -> dict[str, Any]:
    """Return a scorecard as data that `json` can write and the scorecard schema accepts.

    Equal scorecards give equal data. Criteria and stages keep the order in which people see them.
    """
    gates = scorecard.policy.gates
    data: dict[str, Any] = {
        "id": scorecard.id,
        "version": scorecard.version,
        "title": scorecard.title,
        "promise": scorecard.promise,
        "groups": dict(scorecard.groups),
        "criteria": {
            key: _criterion(scorecard.criterion(key))
            for key in scorecard.display_order or [each.id for each in scorecard.criteria]
        },
        "measures": {key: _measure(each) for key, each in scorecard.measures.items()},
        "gates": _plain(asdict(gates)),
        "inward_phrases": dict(gates.customer_statement.inward_phrases),
        "settings": _settings(scorecard.policy),
    }
    del data["gates"]["customer_statement"]["inward_phrases"]
    if scorecard.policy.plugin_gates:
        data["plugin_gates"] = {
            each.name: {"mode": each.mode, "action": each.action, "settings": dict(each.settings)}
            for each in scorecard.policy.plugin_gates
        }
    if scorecard.journey.stages:
        data["journey"] = _journey(scorecard.journey)
    return data


def scorecard_from_data(data: Mapping[str, Any], file: str | None = None) -> Scorecard:
    """Return the scorecard that `scorecard_data` gave the data of.

    Args:
        data: The data, as a result carries it under ``scorecard``.
        file: Where it stands, for problems: a saved result may have been changed by hand.

    Raises:
        InputError: The data is not that of a scorecard.
    """
    problems = ProblemList()
    made = build_scorecard(Document("scorecard", dict(data)), problems)
    if made is None:
        raise InputError(
            [
                evolve(
                    each, file=file, line=None, field=f"scorecard.{each.field or ''}".rstrip(".")
                )
                for each in problems.problems()
            ]
        )
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _given(**entries: Any) -> dict[str, Any]:
    """Leave out what is empty, since an empty entry says no more than none."""
    return {key: value for key, value in entries.items() if value not in ("", None, [], {}, ())}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "group": criterion.group,
        "kind": criterion.kind,
        "weight": criterion.weight,
        **_given(
            title=criterion.title,
            question=criterion.question,
            source=criterion.source,
            unit=criterion.unit,
            touchpoints=list(criterion.touchpoints),
            full_scale=criterion.full_scale,
            value_points=[
                {"amount": point.amount, "score": point.score} for point in criterion.value_points
            ],
        ),
        **_answers(criterion),
    }


def _answers(criterion: Criterion) -> dict[str, Any]:
    if criterion.scale is None:
        levels = {
            each.value: {"score": each.score, **_given(anchor=each.anchor)}
            for each in criterion.levels
        }
        return _given(levels=levels)
    anchors = {each.value: each.anchor for each in criterion.levels if each.anchor}
    risk = criterion.scale[1] == criterion.scale[2]
    return {"scale": list(criterion.scale), "risk": risk, **_given(levels=anchors)}


def _journey(journey: Journey) -> dict[str, Any]:
    return {
        "moment_of_truth_factor": journey.moment_of_truth_factor,
        "stages": {
            stage.id: {
                **_given(title=stage.title),
                "importance": stage.importance,
                "touchpoints": {point.id: _touchpoint(point) for point in stage.touchpoints},
            }
            for stage in journey.stages
        },
        "processes": {
            each.id: _given(title=each.title, unit=each.unit) for each in journey.processes
        },
        "ripples": [
            {"from": each.origin, "to": each.target, "strength": each.strength}
            for each in journey.ripples
        ],
        "units": {each.id: _given(title=each.title) for each in journey.units},
    }


def _touchpoint(point: Touchpoint) -> dict[str, Any]:
    return {
        **_given(title=point.title, unit=point.unit, volume=point.volume),
        "importance": point.importance,
        "moment_of_truth": point.moment_of_truth,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    kind = measure.kind
    return {
        "kind": kind,
        "anchors": asdict(measure.anchors),
        "weight": measure.weight,
        "window": measure.window_months,
        "half_life": measure.half_life_months,
        **_given(title=measure.title, unit=measure.unit, scale=list(measure.scale or ())),
        **(_success(measure) if kind == "share" else {}),
        **(_promoters(measure) if kind == "nps" else {}),
        **(_rate(measure) if kind == "rate" else {}),
    }


def _success(measure: Measure) -> dict[str, Any]:
    if measure.success is None:
        return {}
    return {"success": _plain(_given(**asdict(measure.success)))}


def _promoters(measure: Measure) -> dict[str, Any]:
    return {"promoters_from": measure.promoters_from, "detractors_to": measure.detractors_to}


def _rate(measure: Measure) -> dict[str, Any]:
    return {"silent": _silent(measure.silent), **_given(exposure=dict(measure.exposure))}


def _silent(silent: SilentCustomers | None) -> dict[str, float] | bool:
    return False if silent is None else asdict(silent)


def _settings(policy: Policy) -> dict[str, Any]:
    return {
        "prior": {"mean": policy.prior_mean, "sd": policy.prior_sd},
        "disagreement": policy.disagreement,
        "smallest_error": policy.smallest_error,
        "gain_reach": policy.gain_reach,
        "harm_reach": policy.harm_reach,
        "own_unit_counts": policy.own_unit_counts,
    }
