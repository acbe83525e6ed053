"""Journey criteria: what a proposal does at touchpoints, added up over the journey."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray
from cximpact.model.case import Case
from cximpact.model.evidence import Conditions
from cximpact.model.scorecard import Scorecard
from cximpact.model.scores import JourneyCells, ScoreNote
from cximpact.scoring.claims import Claims, read_claims
from cximpact.scoring.contributions import journey_cells
from cximpact.scoring.landings import Landings, land
from cximpact.scoring.matrices import CriterionScores, flags
from cximpact.scoring.ripple import ripple_map, total_strengths
from cximpact.scoring.rounding import round9
from cximpact.scoring.shares import covered_touchpoints, full_scale, touchpoint_shares


@frozen(eq=False)
class JourneyTerms:
    """What the scorecard fixes for its journey criteria, whatever is proposed.

    Attributes:
        columns: Position of each journey criterion among all criteria.
        covered: Journey criteria x touchpoints.
        shares: Per touchpoint.
        scales: Full scale per journey criterion.
    """

    columns: tuple[int, ...]
    covered: BoolArray
    shares: FloatArray
    scales: FloatArray


def journey_scores(
    case: Case, conditions: Conditions, rated: BoolArray
) -> tuple[CriterionScores, JourneyCells]:
    """Return the scores of the journey criteria and the cells they add up from.

    Raw is the sum of share x ΔU over touchpoints; the score is raw / full scale, clipped.

    Args:
        case: The inputs.
        conditions: Conditions of all touchpoints for all journey criteria.
        rated: Per proposal: has it a customer rating that counts. Without effects and without
            such a rating nothing is known, which is missing, not zero.
    """
    terms = journey_terms(case.scorecard, conditions.touchpoints)
    landings = landings_of(case, terms)
    claims = read_claims(case.effects, case.scorecard.policy, case.as_of)
    cells = journey_cells(case.effects.proposal, landings, claims, conditions, terms.shares)
    shape = (len(case.proposals), len(terms.columns))
    parts = _over_journey(cells, cells.share * cells.delta_value, shape) / terms.scales
    better = cells.share * np.maximum(cells.delta_value, 0.0)
    notes = _absence(case, rated, cells, shape) | _cautions(case, landings, claims, cells, shape)
    notes |= flags(ScoreNote.CLIPPED, np.abs(round9(parts)) > 1.0)
    missing = notes & ScoreNote.MISSING != 0
    scores = CriterionScores(
        columns=terms.columns,
        score=np.where(missing, np.nan, np.clip(parts, -1.0, 1.0)),
        gain=_over_journey(cells, better, shape) / terms.scales,
        notes=notes,
        error=np.zeros(shape),
        raters=np.zeros(shape, dtype=np.int64),
    )
    return scores, cells


def journey_terms(scorecard: Scorecard, touchpoints: Sequence[str]) -> JourneyTerms:
    """Return what a scorecard fixes for its journey criteria.

    Args:
        scorecard: Criteria and journey.
        touchpoints: Ids of its touchpoints, sorted.

    Raises:
        InputError: If shares or scales cannot be used.
    """
    criteria = scorecard.criteria
    columns = tuple(column for column, each in enumerate(criteria) if each.kind == "journey")
    shares = touchpoint_shares(scorecard.journey)
    covered = [covered_touchpoints(criteria[column], touchpoints) for column in columns]
    scales = [
        full_scale(criteria[column], shares, reached)
        for column, reached in zip(columns, covered, strict=True)
    ]
    shape = (len(columns), len(shares))
    reached = np.array(covered, dtype=bool).reshape(shape)
    return JourneyTerms(columns, reached, shares, np.array(scales))


def landings_of(case: Case, terms: JourneyTerms) -> Landings:
    """Return where every effect of a case arrives, for every journey criterion it counts in.

    Raises:
        InputError: If ripples cannot be used, or an effect names no touchpoint or process.
    """
    ripples = ripple_map(case.scorecard.journey)
    strengths = total_strengths(ripples, case.effects.targets)
    return land(case.effects, strengths, terms.covered, terms.columns)


def _over_journey(cells: JourneyCells, amounts: FloatArray, shape: tuple[int, int]) -> FloatArray:
    """Add up amounts of cells per proposal and criterion, in the fixed order of the cells."""
    place = cells.proposal * shape[1] + cells.criterion
    found = np.bincount(place, weights=amounts, minlength=shape[0] * shape[1])
    return np.asarray(found, dtype=np.float64).reshape(shape)


def _absence(case: Case, rated: BoolArray, cells: JourneyCells, shape: tuple[int, int]) -> IntArray:
    """Return why a score is zero or missing where no effect touches the criterion."""
    touched = np.zeros(shape, dtype=bool)
    touched[cells.proposal, cells.criterion] = True
    claiming = np.zeros(shape[0], dtype=bool)
    claiming[case.effects.proposal] = True
    stating = case.proposals.stating_no_effects
    none = np.array([each in stating for each in case.proposals.ids], dtype=bool) & ~claiming
    missing = ~claiming & ~none & ~rated
    return (
        flags(ScoreNote.MISSING, _wide(missing, shape))
        | flags(ScoreNote.STATED_ZERO, _wide(none, shape))
        | flags(ScoreNote.NO_EFFECT, ~touched & _wide(claiming | (rated & ~none), shape))
    )


def _wide(flag: BoolArray, shape: tuple[int, int]) -> BoolArray:
    return np.broadcast_to(flag[:, np.newaxis], shape)


def _cautions(
    case: Case, landings: Landings, claims: Claims, cells: JourneyCells, shape: tuple[int, int]
) -> IntArray:
    """Return what a reader must know of the effects behind each score."""
    proposal = case.effects.proposal[landings.effect]
    notes = np.zeros(shape, dtype=np.int64)
    for note, found in (
        (ScoreNote.EFFECT_REACH_ASSUMED, claims.assumed),
        (ScoreNote.BASIS_LOWERED, claims.lowered),
        (ScoreNote.SCREENED, claims.screened),
    ):
        here = found[landings.effect]
        notes[proposal[here], landings.criterion[here]] |= np.int64(note)
    notes[cells.proposal[cells.capped], cells.criterion[cells.capped]] |= np.int64(
        ScoreNote.GAIN_CAPPED
    )
    return notes
