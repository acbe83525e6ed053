"""All weights that agree with what each stakeholder said."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

import numpy as np
from attrs import field, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.arrays import FloatArray, IntArray
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import (
    Halfspace,
    Stakeholder,
    Statement,
    Weighting,
    WeightPart,
    WeightSpace,
)
from cximpact.scoring.weighting.centers import center, loosened, met_by
from cximpact.scoring.weighting.conditions import (
    as_arrays,
    box,
    conditions,
    limits,
    stated_point,
)
from cximpact.scoring.weighting.conflict_words import contradiction
from cximpact.scoring.weighting.conflicts import Rows, smallest_conflict, stacked
from cximpact.scoring.weighting.linear import margin
from cximpact.scoring.weighting.parts import Part, parts_of
from cximpact.scoring.weighting.statement_check import statement_problems
from cximpact.scoring.weights import weight_problems

NOBODY = Stakeholder("")
"""Who speaks where nobody does: the scorecard's own points hold."""


def weight_spaces(scorecard: Scorecard, weighting: Weighting) -> tuple[WeightSpace, ...]:
    """Return what each stakeholder leaves open; one space of the defaults where nobody speaks.

    About a part of which a stakeholder says nothing the scorecard's points hold, give or take the
    defaults of the weighting. Whoever speaks of a part speaks for all of it: nothing beside the
    statements holds there, but a criterion of weight 0 stays at 0 unless it is spoken of.

    Args:
        scorecard: Has the parts and the weights that hold where nothing is said.
        weighting: What was said, by whom, and how far points are trusted.

    Raises:
        InputError: The scorecard's weights or the statements are wrong, or statements of one
            stakeholder contradict each other: then it tells the fewest that do.
    """
    problems = weight_problems(scorecard) or statement_problems(scorecard, weighting)
    if problems:
        raise InputError(problems)
    voices = weighting.stakeholders or (NOBODY,)
    parts = parts_of(scorecard)
    clashes = contradictions(scorecard, weighting)
    if clashes:
        raise InputError(clashes)
    total = fsum(voice.share for voice in voices)
    return tuple(
        WeightSpace(
            voice.name,
            voice.share / total,
            tuple(_part(Spoken(part, voice, weighting)) for part in parts),
        )
        for voice in voices
    )


def contradictions(scorecard: Scorecard, weighting: Weighting) -> tuple[Problem, ...]:
    """Return, per stakeholder and part, the fewest statements that cannot all hold; () for none.

    Args:
        scorecard: One whose own weights are without problems.
        weighting: What was said; each statement by itself is without problems.
    """
    return tuple(
        clash
        for voice in weighting.stakeholders
        for part in parts_of(scorecard)
        if (clash := _contradiction(voice, Spoken(part, voice, weighting))) is not None
    )


@frozen
class Spoken:
    """What one stakeholder says about one part."""

    part: Part
    voice: Stakeholder
    weighting: Weighting
    live: tuple[str, ...] = field(init=False)

    @live.default
    def _live(self) -> tuple[str, ...]:
        return self.part.live(self.voice.statements)

    @property
    def statements(self) -> tuple[tuple[int, Statement], ...]:
        """The statements about the part, each with its number among all of them."""
        every = enumerate(self.voice.statements)
        return tuple((number, each) for number, each in every if each.part == self.part.name)

    def always(self) -> Rows:
        """Return the conditions that hold whatever is stated: what is switched off stays so."""
        off = [name for name in self.part.members if name not in self.live]
        return self.rows([Halfspace(((name, -1.0),), 0.0) for name in off])

    def said(self, statement: Statement) -> Rows:
        """Return the conditions of one statement."""
        return self.rows(conditions(statement, self.live, self.weighting))

    def rows(self, halfspaces: Sequence[Halfspace]) -> Rows:
        """Return conditions as arrays over the members of the part."""
        return as_arrays(halfspaces, self.part.members)

    def points(self) -> list[FloatArray]:
        """Return the weights that were stated for all members, each as an array."""
        stated = [stated_point(each, self.live) for _, each in self.statements]
        return [
            np.array([point.get(name, 0.0) for name in self.part.members])
            for point in stated
            if point is not None
        ]

    def own_weights(self) -> FloatArray:
        """Return the scorecard's weights."""
        return np.array(self.part.weights, dtype=np.float64)


def _contradiction(voice: Stakeholder, spoken: Spoken) -> Problem | None:
    statements = [each for _, each in spoken.statements]
    found = smallest_conflict(spoken.always(), [spoken.said(each) for each in statements])
    if found is None:
        return None
    return contradiction(
        voice.name, spoken.part.name, [statements[each] for each in found], spoken.weighting
    )


def _part(spoken: Spoken) -> WeightPart:
    if not spoken.statements:
        return _silent(spoken)
    blocks = [(spoken.always(), -1), *((spoken.said(s), at) for at, s in spoken.statements)]
    matrix, least = met(stacked([rows for rows, _ in blocks]))
    numbers = [number for rows, number in blocks for _ in rows[1]]
    middle, error = center(spoken.part.members, matrix, least, spoken.points())
    return WeightPart(
        spoken.part.name,
        spoken.part.members,
        matrix,
        met_by(middle, matrix, least),
        np.array(numbers, dtype=np.int64),
        middle,
        error,
    )


def _silent(spoken: Spoken) -> WeightPart:
    """Return the part as the scorecard has it, give or take the defaults."""
    part = spoken.part
    near = limits(part.name, None, spoken.weighting)
    own = dict(zip(part.members, part.weights, strict=True))
    matrix, least = spoken.rows(box(own, near))
    numbers: IntArray = np.full(len(least), -1, dtype=np.int64)
    return WeightPart(part.name, part.members, matrix, least, numbers, spoken.own_weights())


def met(rows: Rows) -> Rows:
    """Return conditions that some weights meet to the last digit.

    What clashes by less than 1e-9 (0.1 + 0.2 is not quite 0.3) is loosened by just that.
    """
    matrix, least = rows
    missed = -margin(matrix, least)
    if missed <= 0.0:
        return matrix, least
    return loosened(matrix, least, 2.0 * missed)
