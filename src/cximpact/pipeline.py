"""The whole way from a workspace to a decision, on one screen.

    documents and tables -> inputs -> evidence -> conditions -> scores -> decision

Reading (`intake`, `sources`) may fail on bad input, and then names every problem at once.
Deciding (`evidence`, `scoring`, `decision`) is arithmetic on the `Case` and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.case import Case
from cximpact.model.decision import Decision
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

if TYPE_CHECKING:
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.sources.collect import Collected

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Report progress to nobody."""


@frozen(eq=False)
class Result:
    """A case and everything that was derived from it, as arrays."""

    case: Case
    conditions: Conditions
    scores: Scores
    decision: Decision


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
    return _case(inputs, collected, as_of), inputs.previous


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


def _case(inputs: Inputs, collected: Collected, as_of: date) -> Case:
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
        notes=(*inputs.notes, *collected.notes, *_silence(inputs, collected)),
    )


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
        Problem(
            "no row of this source counts; what it would have told is missing",
            field=f"evidence.{spec.name}",
        )
        for spec in inputs.evidence
        if spec.name not in heard
    )


def decide(case: Case, progress: Progress = _silent) -> Result:
    """Derive conditions, scores and the decision from a case; pure.

    Raises:
        InputError: When the rules of selection contradict each other.
    """
    from cximpact.decision.decide import decide as decide_actions
    from cximpact.evidence.conditions import assess
    from cximpact.scoring.score import score

    progress("assessing touchpoints")
    conditions = assess(case.scorecard, case.statistics, case.as_of, case.missing)
    progress("scoring proposals")
    scores = score(case, conditions)
    progress("selecting")
    decision = decide_actions(case, conditions, scores)
    return Result(case, conditions, scores, decision)


def missing_evidence(case: Case) -> tuple[Problem, ...]:
    """Return the notes on sources that gave nothing that counts."""
    return tuple(note for note in case.notes if (note.field or "").startswith("evidence."))
