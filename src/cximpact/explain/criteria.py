"""Criterion by criterion: what it contributes, what it rests on, what was assumed."""

from __future__ import annotations

from functools import lru_cache

from cximpact.decision.cells import effects_of, rows_of
from cximpact.decision.words import (
    listed,
    name_of_criterion,
    name_of_touchpoint,
    percent,
    points,
    shown,
)
from cximpact.evidence.freshness import age_in_months
from cximpact.explain.assumed import REACH_ASSUMED, UNNAMED
from cximpact.explain.measured import FEWEST_NAMED, told_count
from cximpact.explain.provenance import list_lines
from cximpact.explain.shared import Shared
from cximpact.model.case import Case
from cximpact.model.evaluation import CriterionResult
from cximpact.model.evidence import Conditions
from cximpact.model.proposal import BASES, Source
from cximpact.model.scorecard import Criterion, Policy
from cximpact.model.scores import ScoreNote, Scores

FEW_RATERS = f"fewer than {FEWEST_NAMED} raters"
"""The note on a score of so few answers that they are not counted out."""

_BIGGEST = 3


def criterion_results(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    position: int,
    shared: Shared | None = None,
) -> tuple[CriterionResult, ...]:
    """Return a proposal's criteria with contributions, evidence and notes, as displayed.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        position: The proposal.
        shared: What proposals have in common, where many are asked about.
    """
    known = shared or Shared(case, conditions)
    return tuple(
        _result(known, scores, position, column, criterion)
        for column, criterion in case.scorecard.displayed
    )


def _result(
    shared: Shared, scores: Scores, position: int, column: int, criterion: Criterion
) -> CriterionResult:
    score = float(scores.score[position, column])
    weight = float(scores.weights[column])
    known = score == score
    return CriterionResult(
        criterion=criterion.id,
        group=criterion.group,
        weight=weight,
        score=score if known else None,
        contribution=weight * score if known else 0.0,
        evidence=_evidence_lines(shared, scores, position, column),
        notes=notes(shared.case, scores, position, column),
    )


def biggest_contributions(case: Case, scores: Scores, position: int) -> tuple[str, ...]:
    """Return the sentences on what speaks most for a proposal, and what against it."""
    found = []
    for column, criterion in enumerate(case.scorecard.criteria):
        part = float(scores.weights[column] * scores.score[position, column])
        if part == part and round(part, 9) != 0:
            found.append((-abs(part), criterion.id, part, name_of_criterion(criterion)))
    found.sort()
    for_it = [f"{name} {points(part)}" for _, _, part, name in found if part > 0][:_BIGGEST]
    against = [f"{name} {points(part)}" for _, _, part, name in found if part < 0][:_BIGGEST]
    said = []
    if for_it:
        said.append(f"For it, in points of value: {listed(for_it)}.")
    if against:
        said.append(f"Against it: {listed(against)}.")
    return tuple(said)


def missing_scores(case: Case, scores: Scores, position: int) -> tuple[str, ...]:
    """Return the sentence on criteria without a score, and how much of the weight is scored."""
    names = [
        name_of_criterion(criterion)
        for column, criterion in case.scorecard.displayed
        if scores.score[position, column] != scores.score[position, column]
    ]
    if not names:
        return ()
    share = percent(float(scores.coverage[position]))
    return (f"No score for {listed(names)}, which counts as 0; {share} of the weight is scored.",)


def noted_scores(
    case: Case, scores: Scores, position: int, alike: ScoreNote = ScoreNote.NONE
) -> tuple[str, ...]:
    """Return a sentence per kind of note, naming the criteria it is about.

    How few raters there are is told with the evidence, and nowhere else.

    Args:
        case: The case.
        scores: Scores and values.
        position: The proposal.
        alike: What is told of all proposals at once, and so not of one.
    """
    untold = ScoreNote.MISSING | ScoreNote.NO_EFFECT | alike
    flags = scores.notes[position].tolist()
    said = []
    for flag, words in _words(case.scorecard.policy):
        names = [
            name_of_criterion(criterion)
            for column, criterion in case.scorecard.displayed
            if flags[column] & flag
        ]
        if names and not flag & untold:
            said.append(f"{listed(names)}: {words}.")
    return tuple(said)


def notes(case: Case, scores: Scores, position: int, column: int) -> tuple[str, ...]:
    """Return what a reader of one score must know: clipped, missing, assumed, screened."""
    flags = int(scores.notes[position, column])
    return (
        *([FEW_RATERS] if 0 < scores.raters[position, column] < FEWEST_NAMED else []),
        *(words for flag, words in _words(case.scorecard.policy) if flags & flag),
        *_stated_reach(case, scores, position, column),
    )


def _stated_reach(case: Case, scores: Scores, position: int, column: int) -> tuple[str, ...]:
    """Say what share of the customers a mean of ratings was multiplied by, where one is stated."""
    criterion, reach = case.scorecard.criteria[column], float(case.proposals.reach[position])
    is_rated = criterion.kind == "rating" and criterion.group == "customer"
    if not is_rated or reach != reach or not scores.raters[position, column]:
        return ()
    return (f"the answers count x reach {percent(reach)}",)


def _words(policy: Policy) -> tuple[tuple[int, str], ...]:
    return _words_by_flag(policy.gain_reach, policy.harm_reach, policy.own_unit_counts)


@lru_cache(maxsize=8)  # asked for every score; numbers, as members of an enum are slow to combine
def _words_by_flag(
    gain_reach: float, harm_reach: float, own_unit_counts: bool
) -> tuple[tuple[int, str], ...]:
    gains, harms = percent(gain_reach), percent(harm_reach)
    said = {
        ScoreNote.MISSING: "no score, counts as 0",
        ScoreNote.CLIPPED: "beyond the scale, so its end counts",
        ScoreNote.UNNAMED_RATER: UNNAMED
        if own_unit_counts
        else f"{UNNAMED} (those of the proposal's own unit would not count)",
        ScoreNote.OWN_UNIT_LEFT_OUT: "ratings of the proposal's own unit do not count",
        ScoreNote.REACH_ASSUMED: REACH_ASSUMED,
        ScoreNote.EFFECT_REACH_ASSUMED: (
            f"reach of an effect not stated, {gains} of customers assumed for a gain and "
            f"{harms} for harm"
        ),
        ScoreNote.BASIS_LOWERED: (
            "a basis without source and date, or with a date after the decision, counts as opinion"
        ),
        ScoreNote.SCREENED: "screened by category, not claimed by the proposer",
        ScoreNote.NO_EFFECT: "nothing it does touches this",
        ScoreNote.STATED_ZERO: "stated to have no effects",
        ScoreNote.BETWEEN_LEVELS: "an answer lies between two levels",
        ScoreNote.GAIN_CAPPED: "several gains at one touchpoint count no more than the largest",
    }
    return tuple((int(flag), words) for flag, words in said.items())


def _evidence_lines(shared: Shared, scores: Scores, position: int, column: int) -> tuple[str, ...]:
    """Return what a score rests on: source, number of answers, date and age, a line for each."""
    case = shared.case
    criterion = case.scorecard.criteria[column]
    if criterion.kind == "journey":
        place = shared.conditions.criteria.index(criterion.id)
        return (*_measured(shared, scores, position, place), *_claimed(case, position, column))
    cited = {"rating": case.ratings.sources, "quantity": case.quantities.sources}[criterion.kind]
    lines = (
        *(told_source(case, source) for source in cited.get((position, column), ())),
        *list_lines(case, position, criterion.id),
    )
    if criterion.kind == "rating" and scores.raters[position, column] >= FEWEST_NAMED:
        return (told_count(int(scores.raters[position, column]), "raters"), *lines)
    return lines


def _measured(shared: Shared, scores: Scores, position: int, place: int) -> tuple[str, ...]:
    cells = scores.cells
    touched = (
        int(cells.touchpoint[row])
        for row in rows_of(cells, position)
        if int(cells.criterion[row]) == place
    )
    return tuple(line for touchpoint in touched for line in shared.measured(touchpoint, place))


def _claimed(case: Case, position: int, column: int) -> tuple[str, ...]:
    """Return the effects that count for a criterion, each with what it rests on."""
    counting = [
        row
        for row in effects_of(case.effects, position)
        if int(case.effects.criterion[row]) in (-1, column)
    ]
    screened = any(case.effects.screened[row] for row in counting)
    origin = list_lines(case, position, None) if screened else ()
    return (*(told_effect(case, row) for row in counting), *origin)


def told_effect(case: Case, row: int) -> str:
    """Return a claimed effect in a line: where, how much, for how many, by what basis."""
    effects = case.effects
    target = effects.targets[int(effects.target[row])]
    low, likely, high = (
        points(float(each[row])) for each in (effects.low, effects.likely, effects.high)
    )
    band = "" if effects.single[row] else f" ({low} to {high})"
    reach = float(effects.reach[row])
    basis = "screened by category" if effects.screened[row] else BASES[int(effects.basis[row])]
    cited = f": {told_source(case, effects.sources[row])}" if row in effects.sources else ""
    return (
        f"effect on {name_of_touchpoint(case.scorecard.journey, target)}: {likely}{band}, "
        f"{f'reach {percent(reach)}' if reach == reach else 'reach not stated'}, "
        f"{basis}{cited}"
    )


def told_source(case: Case, source: Source) -> str:
    """Return a cited source with its date and age."""
    age = age_in_months(source.on, case.as_of)
    return f"{source.name}, {source.on.isoformat()}, {shown(age, 1)} months old"
