"""Criterion by criterion: what it contributes, what it rests on, what was assumed."""

from __future__ import annotations

from cximpact.decision.cells import effects_of, rows_of
from cximpact.decision.words import (
    condition,
    listed,
    name_of_criterion,
    name_of_touchpoint,
    percent,
    points,
)
from cximpact.evidence.freshness import age_in_months
from cximpact.evidence.labels import label_of
from cximpact.explain.provenance import list_lines, measurement_origin
from cximpact.model.case import Case
from cximpact.model.evaluation import CriterionResult
from cximpact.model.evidence import Conditions, Measurement
from cximpact.model.proposal import BASES, Source
from cximpact.model.scorecard import Criterion
from cximpact.model.scores import ScoreNote, Scores

FEWEST_NAMED = 5
"""Groups smaller than this are not counted out in texts, so that nobody is recognised."""

FEW_RATERS = f"fewer than {FEWEST_NAMED} raters"
"""The note on a score of so few answers that they are not counted out."""

_BIGGEST = 3


def criterion_results(
    case: Case, conditions: Conditions, scores: Scores, position: int
) -> tuple[CriterionResult, ...]:
    """Return a proposal's criteria with contributions, evidence and notes, as displayed.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        position: The proposal.
    """
    return tuple(
        _result(case, conditions, scores, position, column, criterion)
        for column, criterion in in_display_order(case)
    )


def in_display_order(case: Case) -> list[tuple[int, Criterion]]:
    """Return the criteria with their columns, in the order their author wrote them."""
    order = {key: place for place, key in enumerate(case.scorecard.display_order)}
    pairs = list(enumerate(case.scorecard.criteria))
    return sorted(pairs, key=lambda pair: (order.get(pair[1].id, len(order)), pair[0]))


def _result(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    position: int,
    column: int,
    criterion: Criterion,
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
        evidence=evidence_lines(case, conditions, scores, position, column),
        notes=notes(case, scores, position, column),
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
        for column, criterion in in_display_order(case)
        if scores.score[position, column] != scores.score[position, column]
    ]
    if not names:
        return ()
    share = percent(round(float(scores.coverage[position]), 2))
    return (f"No score for {listed(names)}, which counts as 0; {share} of the weight is scored.",)


def noted_scores(case: Case, scores: Scores, position: int) -> tuple[str, ...]:
    """Return a sentence per kind of note, naming the criteria it is about.

    How few raters there are is told with the evidence, and nowhere else.
    """
    said = []
    for flag, words in _words(case).items():
        names = [
            name_of_criterion(criterion)
            for column, criterion in in_display_order(case)
            if int(scores.notes[position, column]) & flag
        ]
        if names and flag not in (ScoreNote.MISSING, ScoreNote.NO_EFFECT):
            said.append(f"{listed(names)}: {words}.")
    return tuple(said)


def notes(case: Case, scores: Scores, position: int, column: int) -> tuple[str, ...]:
    """Return what a reader of one score must know: clipped, missing, assumed, screened."""
    flags = int(scores.notes[position, column])
    return (
        *([FEW_RATERS] if 0 < scores.raters[position, column] < FEWEST_NAMED else []),
        *(words for flag, words in _words(case).items() if flags & flag),
        *_stated_reach(case, scores, position, column),
    )


def _stated_reach(case: Case, scores: Scores, position: int, column: int) -> tuple[str, ...]:
    """Say what share of the customers a mean of ratings was multiplied by, where one is stated."""
    criterion, reach = case.scorecard.criteria[column], float(case.proposals.reach[position])
    is_rated = criterion.kind == "rating" and criterion.group == "customer"
    if not is_rated or reach != reach or not scores.raters[position, column]:
        return ()
    return (f"the answers count x reach {percent(round(reach, 4))}",)


def _words(case: Case) -> dict[ScoreNote, str]:
    policy = case.scorecard.policy
    gains, harms = percent(policy.gain_reach), percent(policy.harm_reach)
    return {
        ScoreNote.MISSING: "no score, counts as 0",
        ScoreNote.CLIPPED: "beyond the scale, so its end counts",
        ScoreNote.UNNAMED_RATER: "a rater without a unit counts",
        ScoreNote.OWN_UNIT_LEFT_OUT: "ratings of the proposal's own unit do not count",
        ScoreNote.REACH_ASSUMED: "reach not stated, all customers assumed",
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


def evidence_lines(
    case: Case, conditions: Conditions, scores: Scores, position: int, column: int
) -> tuple[str, ...]:
    """Return what a score rests on: source, number of answers, date and age, a line for each."""
    criterion = case.scorecard.criteria[column]
    if criterion.kind == "journey":
        place = conditions.criteria.index(criterion.id)
        return (
            *_measured(case, conditions, scores, position, place),
            *_claimed(case, position, column),
        )
    cited = {"rating": case.ratings.sources, "quantity": case.quantities.sources}[criterion.kind]
    lines = (
        *(told_source(case, source) for source in cited.get((position, column), ())),
        *list_lines(case, position, criterion.id),
    )
    if criterion.kind == "rating" and scores.raters[position, column] >= FEWEST_NAMED:
        return (told_count(int(scores.raters[position, column]), "raters"), *lines)
    return lines


def _measured(
    case: Case, conditions: Conditions, scores: Scores, position: int, place: int
) -> tuple[str, ...]:
    lines = []
    for row in rows_of(scores.cells, position):
        if int(scores.cells.criterion[row]) == place:
            touchpoint = conditions.touchpoints[int(scores.cells.touchpoint[row])]
            name = name_of_touchpoint(case.scorecard.journey, touchpoint)
            cell = conditions.cell(touchpoint, conditions.criteria[place])
            lines += [f"{name}: {told_measurement(case, each)}" for each in cell.measurements]
            if not cell.measurements:
                lines.append(f"{name}: not measured")
    return tuple(lines)


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
        f"{f'reach {percent(round(reach, 4))}' if reach == reach else 'reach not stated'}, "
        f"{basis}{cited}"
    )


def told_measurement(case: Case, each: Measurement) -> str:
    """Return a measurement in a line: source, channel, number, date, age, condition."""
    channel = f" ({each.channel})" if each.channel else ""
    return (
        f"{each.measure} from {each.source}{channel}{_number(case, each)}, "
        f"{each.on.isoformat()}, {each.age_months:.1f} months old: "
        f"condition {condition(each.condition, label_of(each.condition))}"
        f"{measurement_origin(case, each)}"
    )


def _number(case: Case, each: Measurement) -> str:
    """Return how many rows stand behind a figure; of one already aggregated nobody knows."""
    measure = case.scorecard.measures.get(each.measure)
    kind = "share" if measure is None else measure.kind
    if kind == "kpi":
        return ""
    return f", {told_count(each.n, 'reports' if kind == 'rate' else 'answers')}"


def told_source(case: Case, source: Source) -> str:
    """Return a cited source with its date and age."""
    age = age_in_months(source.on, case.as_of)
    return f"{source.name}, {source.on.isoformat()}, {age:.1f} months old"


def told_count(count: int, what: str) -> str:
    """Return how many there are, without counting out small groups.

    Example:
        >>> told_count(400, "answers"), told_count(3, "raters")
        ('400 answers', 'fewer than 5 raters')
    """
    return f"{count:,} {what}" if count >= FEWEST_NAMED else f"fewer than {FEWEST_NAMED} {what}"
