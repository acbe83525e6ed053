"""The way from a case to its decision, and to what would be decided under its scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.assurance import ScenarioResult
from cximpact.model.case import Case
from cximpact.model.decision import Decision, GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scorecard import Scorecard
from cximpact.model.scores import Scores
from cximpact.model.weighting import WeightingResult, WeightSpace
from cximpact.pipeline.progress import Progress, silent

__all__ = ["Judge", "Result", "decide"]

Judge = Callable[[Case, Conditions, Scores], tuple[GateReview, ...]]


@frozen(eq=False)
class Result:
    """A case and everything that was derived from it, as arrays.

    Attributes:
        case: The case, its scorecard with the central weights.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        decision: The decision.
        stated: The scorecard as it was stated.
        weighting: What was stated about weights, and what that leaves open.
        scenarios: What would be decided under each scenario.
    """

    case: Case
    conditions: Conditions
    scores: Scores
    decision: Decision
    stated: Scorecard
    weighting: WeightingResult = WeightingResult()
    scenarios: tuple[ScenarioResult, ...] = ()


def decide(case: Case, progress: Progress = silent, judge: Judge | None = None) -> Result:
    """Derive conditions, scores and the decision from a case; pure but for what `judge` does.

    Central weights come first: the scorecard's points, or the centre of what was stated.

    Args:
        case: The case.
        progress: Told, in a few words, what is being done.
        judge: Asks the gates of plugins that the case switches on. Without it, nobody passes
            them.

    Raises:
        InputError: When statements about weights, or the rules of selection, contradict each
            other.
    """
    from cximpact.scoring.weighting.central import with_central_weights
    from cximpact.scoring.weighting.describing import weighting_result
    from cximpact.scoring.weighting.spaces import weight_spaces

    spaces = weight_spaces(case.scorecard, case.weighting)
    central = evolve(case, scorecard=with_central_weights(case.scorecard, spaces))
    found, judged = _decided(central, spaces, progress, judge)
    return evolve(
        found,
        stated=case.scorecard,
        weighting=_with_method(weighting_result(case.scorecard, case.weighting, spaces), found),
        scenarios=tuple(_scenarios(case, found, judged, progress)),
    )


def _with_method(weighting: WeightingResult, found: Result) -> WeightingResult:
    """Return what was stated about weights with how they were drawn, where they were."""
    draws = found.decision.draws
    drawn = draws.weights.method if draws else ""
    return evolve(weighting, method="; ".join(filter(None, [drawn, weighting.method])))


def _decided(
    case: Case, spaces: Sequence[WeightSpace], progress: Progress, judge: Judge | None
) -> tuple[Result, tuple[GateReview, ...]]:
    """Return the result for one case, its scorecard with central weights."""
    from cximpact.decision.decide import decide as decide_actions
    from cximpact.evidence.conditions import assess
    from cximpact.scoring.score import score

    progress("assessing touchpoints")
    conditions = assess(case.scorecard, case.statistics, case.as_of, case.missing)
    progress("scoring proposals")
    scores = score(case, conditions)
    judged = _judged(case, conditions, scores, progress, judge)
    decision = decide_actions(case, conditions, scores, judged, spaces, progress)
    return Result(case, conditions, scores, decision, case.scorecard), judged


def _scenarios(
    case: Case, found: Result, judged: tuple[GateReview, ...], progress: Progress
) -> Iterator[ScenarioResult]:
    """Yield what would be decided under each scenario of a case.

    Gates of plugins are not asked again: their answers stand.
    """
    from cximpact.decision.scenarios import under
    from cximpact.explain.scenarios import scenario_result
    from cximpact.scoring.weighting.central import with_central_weights
    from cximpact.scoring.weighting.spaces import weight_spaces

    for scenario in case.scenarios:
        progress(f"deciding under scenario {scenario.name}")
        other = evolve(under(case, scenario), analyses=())
        spaces = weight_spaces(other.scorecard, other.weighting)
        other = evolve(other, scorecard=with_central_weights(other.scorecard, spaces))
        try:
            result, _ = _decided(other, spaces, silent, lambda *_: judged)
        except InputError as error:
            raise InputError(
                [_of_scenario(each, scenario.name) for each in error.problems]
            ) from None
        yield scenario_result(case, scenario, found, result)


def _of_scenario(problem: Problem, name: str) -> Problem:
    field = f"scenarios.{name}" + (f" ({problem.field})" if problem.field else "")
    return evolve(problem, field=field)


def _judged(
    case: Case, conditions: Conditions, scores: Scores, progress: Progress, judge: Judge | None
) -> tuple[GateReview, ...]:
    from cximpact.decision.gates.judged import unasked

    gates = case.scorecard.policy.plugin_gates
    if not gates:
        return ()
    progress("asking the gates of plugins")
    count = len(case.proposals)
    return judge(case, conditions, scores) if judge else unasked(gates, count)
