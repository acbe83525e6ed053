"""The whole way from a workspace to a decision, on one screen.

    sources -> documents and tables -> inputs -> evidence -> conditions -> scores -> decision

Reading (`intake`, `sources`) may fail on bad input, and then names every problem at once.
Deciding (`evidence`, `scoring`, `decision`) is arithmetic on the `Case` and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.assurance import ScenarioResult
from cximpact.model.case import ANALYSES, Case, MissingSource, Origin
from cximpact.model.decision import Decision, GateReview
from cximpact.model.draws import DrawSettings
from cximpact.model.evidence import Conditions
from cximpact.model.scorecard import Scorecard
from cximpact.model.scores import Scores
from cximpact.model.source import LOST
from cximpact.model.weighting import WeightingResult, WeightSpace

if TYPE_CHECKING:
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.source import CollectedTable
    from cximpact.plugins.hosting.means import Means
    from cximpact.snapshots.wish import Wish
    from cximpact.sources.collect import Collected

Progress = Callable[[str], None]
Judge = Callable[[Case, Conditions, Scores], tuple[GateReview, ...]]


def _silent(_: str) -> None:
    """Report progress to nobody."""


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


def gather(
    spec: WorkspaceSpec, wish: Wish, means: Means, today: date, progress: Progress = _silent
) -> WorkspaceSpec:
    """Return a workspace with what its plugins' sources gave; one without sources as it is.

    Args:
        spec: The workspace.
        wish: Whether sources are asked, or a snapshot is read.
        means: Plugins, processes, clock and environment.
        today: The day of the decision where the workspace states none.
        progress: Told, in a few words, what is being done.

    Raises:
        InputError: With the problems of the workspace, or of the snapshot, at once.
        SourceError: A source failed without which nothing can be decided.
    """
    from cximpact.intake.source_blocks import source_blocks

    if wish.snapshot is None and "snapshot" not in spec.data and not source_blocks(spec):
        return spec
    from cximpact.snapshots.gathering import gather as gather_tables

    return gather_tables(spec, wish, today, means, progress)


def check(
    spec: WorkspaceSpec, means: Means, progress: Progress = _silent
) -> tuple[WorkspaceSpec, tuple[str, ...]]:
    """Check what a workspace tells its sources, without asking them.

    Args:
        spec: The workspace.
        means: Plugins and environment.
        progress: Told, in a few words, what is being done.

    Returns:
        The workspace with the tables of its newest snapshot, where that answers all of it, and
        lines that say so, or why not.

    Raises:
        InputError: With all problems at once.
    """
    from cximpact.intake.source_blocks import source_blocks

    if not source_blocks(spec):
        return spec, ()
    from cximpact.snapshots.checking import check_sources

    return check_sources(spec, means, progress)


def read(
    spec: WorkspaceSpec, inputs: Inputs | None, today: date, progress: Progress = _silent
) -> tuple[Case, Path | None]:
    """Read everything a workspace names and return it as one case.

    Args:
        spec: The workspace, its base folder and its frames.
        inputs: Its documents and tables where they were read already.
        today: The day of the decision where the workspace states none.
        progress: Told, in a few words, what is being done.

    Returns:
        The case, and the file of an earlier evaluation to compare with, where one is named.

    Raises:
        InputError: With the problems of all files at once.
    """
    from cximpact.intake.reading import check_inputs

    problems: tuple[Problem, ...] = ()
    if inputs is None:
        progress("reading proposals and scorecard")
        inputs, problems = check_inputs(spec)
    if inputs is None:
        raise InputError(problems)
    as_of = inputs.as_of or today
    collected = _collect(inputs, spec, as_of, progress)
    found = (*problems, *collected.problems)
    if found:
        raise InputError(found)
    return _case(inputs, collected, as_of, spec), inputs.previous


def _collect(inputs: Inputs, spec: WorkspaceSpec, as_of: date, progress: Progress) -> Collected:
    from cximpact.sources.collect import collect

    collected = collect(
        inputs.evidence,
        scorecard=inputs.scorecard,
        as_of=as_of,
        base=spec.base,
        frames=spec.frames,
        progress=progress,
    )
    # What no file is to blame for stands in the workspace.
    named = (each if each.file else evolve(each, file=spec.name) for each in collected.problems)
    return evolve(collected, problems=tuple(named))


def _case(inputs: Inputs, collected: Collected, as_of: date, spec: WorkspaceSpec) -> Case:
    from cximpact.intake.idle_evidence import idle_evidence

    missing = _missing(spec)
    return Case(
        scorecard=inputs.scorecard,
        proposals=inputs.proposals,
        ratings=inputs.ratings,
        quantities=inputs.quantities,
        effects=inputs.effects,
        costs=inputs.costs,
        rules=inputs.rules,
        rates=inputs.rates,
        title=inputs.title,
        currency=inputs.currency,
        statistics=collected.statistics,
        as_of=as_of,
        supplied=evolve(inputs.supplied, observations=bool(inputs.evidence)),
        inputs=tuple(
            sorted((*inputs.inputs, *collected.inputs), key=lambda item: (item.path, item.sha256))
        ),
        set_aside=(*inputs.set_aside, *collected.set_aside),
        not_used=_unread(inputs, collected),
        notes=(
            *inputs.notes,
            *collected.notes,
            *_silence(inputs, collected),
            *idle_evidence(inputs.scorecard, collected.statistics, inputs.effects),
            *_told_by_sources(spec, as_of),
        ),
        missing=missing,
        unknown_costs=inputs.unknown_costs,
        origins={**inputs.origins, **_origins(spec)},
        scenarios=inputs.scenarios,
        analyses=ANALYSES if inputs.analyses is None else inputs.analyses,
        weighting=inputs.weighting,
        drawing=DrawSettings(inputs.draws, inputs.seed, min(inputs.draws, inputs.selection_draws)),
    )


def _missing(spec: WorkspaceSpec) -> tuple[MissingSource, ...]:
    """Return the sources that failed."""
    return tuple(
        MissingSource(part, found.reason, found.touchpoints, found.names_criteria)
        for part, found in sorted(spec.collected.items())
        if found.reason
    )


def _origins(spec: WorkspaceSpec) -> dict[str, Origin]:
    """Return where the rows of evidence come from that plugins' sources gave."""
    return {
        part: Origin(part, found.label)
        for part, found in spec.collected.items()
        if found.file and part.startswith("evidence.")
    }


def _told_by_sources(spec: WorkspaceSpec, as_of: date) -> Iterator[Problem]:
    """Yield what a reader must know of the tables that sources gave, and which of them failed."""
    for part, found in sorted(spec.collected.items()):
        if found.reason:
            yield Problem(f"{LOST}: {found.reason}", found.label, field=part)
        elif found.as_of is not None and found.as_of < as_of:
            day = found.as_of.isoformat()
            message = f"collected for a decision on {day}; what came later may not be in it"
            yield Problem(message, found.label)
        yield from (Problem(note, found.label) for note in found.notes)


def _unread(inputs: Inputs, collected: Collected) -> tuple[tuple[str, str], ...]:
    """Return the columns that neither a table nor a source of evidence on the same file reads."""
    sides = [
        ({record.path for record in side.inputs}, set(side.not_used))
        for side in (inputs, collected)
    ]
    pairs = dict.fromkeys((*inputs.not_used, *collected.not_used))
    return tuple(
        pair
        for pair in pairs
        if all(pair in unread or pair[0] not in files for files, unread in sides)
    )


def _silence(inputs: Inputs, collected: Collected) -> tuple[Problem, ...]:
    """Say which sources gave nothing that counts, so that silence is not taken for calm."""
    heard = {statistics.source for statistics in collected.statistics}
    return tuple(
        Problem(_why_silent(spec.collected), field=f"evidence.{spec.name}")
        for spec in inputs.evidence
        if spec.name not in heard and (spec.collected is None or spec.collected.file)
    )


def _why_silent(collected: CollectedTable | None) -> str:
    if collected is None:
        return "no row of this source counts; what it would have told is missing"
    if not collected.rows:
        return "the source gave no row; look at its settings. What it would have told is missing"
    return (
        f"no row of this source counts (it gave {collected.rows:,}); look at 'set aside' and at "
        "its map. What it would have told is missing"
    )


def decide(case: Case, progress: Progress = _silent, judge: Judge | None = None) -> Result:
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
            result, _ = _decided(other, spaces, _silent, lambda *_: judged)
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


def foreseen(case: Case) -> tuple[str, ...]:
    """Return why no selection will be possible, as far as that can be told at little cost.

    Args:
        case: The case, as it was read.
    """
    from cximpact.decision.unmet_needs import may_have_unmet_needs, unmet_needs

    if not may_have_unmet_needs(case):
        return ()
    found = scored(case)
    try:
        return () if found is None else unmet_needs(*found)
    except InputError:
        return ()  # what contradicts itself is told, with all its parts, when it is evaluated


def scored(case: Case) -> tuple[Case, Conditions, Scores] | None:
    """Return a case with its central weights, its conditions and its scores; decides nothing.

    Args:
        case: The case, as it was read.

    Returns:
        The three; None where what was stated about weights contradicts itself.
    """
    from cximpact.evidence.conditions import assess
    from cximpact.scoring.score import score
    from cximpact.scoring.weighting.central import with_central_weights
    from cximpact.scoring.weighting.spaces import weight_spaces

    try:
        spaces = weight_spaces(case.scorecard, case.weighting)
        central = evolve(case, scorecard=with_central_weights(case.scorecard, spaces))
        conditions = assess(central.scorecard, case.statistics, case.as_of, case.missing)
        return central, conditions, score(central, conditions)
    except InputError:
        return None


def missing_evidence(case: Case) -> tuple[Problem, ...]:
    """Return the notes on sources that failed, or gave nothing that counts."""
    failed = {each.name for each in case.missing}
    return tuple(
        note
        for note in case.notes
        if (note.field or "").startswith("evidence.") or note.field in failed
    )
