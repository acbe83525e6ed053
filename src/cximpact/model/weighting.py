"""What people said about weights, each on their own, before anything is made of it.

A statement speaks about one *part*: the criteria inside a group (`customer`, `business`), or the
groups themselves (`groups`). Weights inside a part sum to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import Factory, frozen

from cximpact.model.arrays import FloatArray, IntArray

StatementKind = Literal["points", "shares", "interval", "at least", "ratio", "order", "ahp"]
GROUPS = "groups"
"""The part whose members are the groups."""


@frozen
class Halfspace:
    """A linear condition on the weights of a part: sum of coefficient x weight >= least."""

    coefficients: tuple[tuple[str, float], ...]
    least: float


@frozen
class Judgement:
    """A pairwise comparison as in AHP: `one` counts `ratio` times as much as `other`."""

    one: str
    other: str
    ratio: float


@frozen
class Statement:
    """One thing that one person said about the weights of one part.

    Attributes:
        kind: How it was said.
        part: `customer`, `business` or `groups`.
        words: The statement in words, as conflicts and reports repeat it.
        field: Where in the input it stands.
        halfspaces: The conditions it puts on the weights of its part.
        point: For `points` and `shares`: members to their stated weights (not normalised).
        judgements: For `ahp`: the comparisons.
        within: How far each weight may be from a stated point, as a share of itself; None takes
            the default of the weighting. 0 takes the point at its word.
    """

    kind: StatementKind
    part: str
    words: str
    field: str = ""
    halfspaces: tuple[Halfspace, ...] = ()
    point: Mapping[str, float] = Factory(dict)
    judgements: tuple[Judgement, ...] = ()
    within: float | None = None


@frozen
class Stakeholder:
    """One person or body, and what they said.

    Attributes:
        name: Who; "" where the workspace names nobody.
        share: How much this voice counts against the others; points, not negative.
        statements: In the order they were made.
    """

    name: str
    share: float = 1.0
    statements: tuple[Statement, ...] = ()


@frozen
class Weighting:
    """Everything that was said about weights, and how far points are trusted.

    Attributes:
        stakeholders: Sorted by name; none where the scorecard's points are all there is.
        within: How far a weight inside its group may be from its stated point: share of itself.
        groups_within: How far a group's share may be from its stated point, in absolute terms.
    """

    stakeholders: tuple[Stakeholder, ...] = ()
    within: float = 0.25
    groups_within: float = 0.1


@frozen(eq=False)
class WeightPart:
    """One simplex of weights with the conditions on it: matrix @ weights >= least.

    Attributes:
        name: `customer`, `business` or `groups`.
        members: Ids, sorted; the columns. Weights are not negative and sum to 1.
        matrix: Conditions x members.
        least: One per condition.
        statement: Per condition, the number of the statement it comes from; -1 for a default.
        center: The central weights: the stated point where there is one that obeys all, else the
            centroid.
        center_error: By how much a central weight may be off, where the centroid was estimated.
    """

    name: str
    members: tuple[str, ...]
    matrix: FloatArray
    least: FloatArray
    statement: IntArray
    center: FloatArray
    center_error: float = 0.0


@frozen(eq=False)
class WeightSpace:
    """All weights that agree with what one stakeholder said.

    Attributes:
        stakeholder: Who.
        share: How much this voice counts; the shares of all spaces sum to 1.
        parts: One per group of criteria, and `groups` where there are two groups.
    """

    stakeholder: str
    share: float
    parts: tuple[WeightPart, ...]


@frozen(eq=False)
class WeightDraws:
    """Weights drawn uniformly from what was stated.

    Attributes:
        whole: Draws x criteria; each row sums to 1.
        inside: Draws x criteria; sums to 1 inside each group.
        stakeholder: Per draw, the position of the space it was drawn from.
        method: How they were drawn, in words, with the convergence found.
    """

    whole: FloatArray
    inside: FloatArray
    stakeholder: IntArray
    method: str = ""


@frozen
class WeightRange:
    """What the statements leave open about one weight.

    Attributes:
        part: `customer`, `business` or `groups`.
        member: Criterion id, or group.
        low: The least it may be inside its part.
        high: The most.
        center: The central weight.
        stakeholder: Whose statements.
    """

    part: str
    member: str
    low: float
    high: float
    center: float
    stakeholder: str = ""


@frozen
class Consistency:
    """How well pairwise comparisons agree with each other.

    Attributes:
        stakeholder: Whose.
        part: Of which part.
        ratio: Consistency ratio: index over Saaty's random index of that size; None below three.
        worst: The comparisons that hurt most, worst first, at most three: each with the ratio the
            others imply.
    """

    stakeholder: str
    part: str
    ratio: float | None
    worst: tuple[tuple[Judgement, float], ...] = ()


@frozen
class Disagreement:
    """Two stakeholders whose statements no weights satisfy, and the statements that clash."""

    one: str
    other: str
    part: str
    clash: tuple[str, ...]


@frozen
class WeightingResult:
    """What was stated about weights and what follows, for the result.

    Attributes:
        ranges: Per stakeholder, part and member.
        consistency: Of pairwise comparisons.
        disagreements: Between stakeholders, sorted.
        common: Ranges that all stakeholders agree on; none where they do not, or are alone.
        statements: Per stakeholder name, their statements in words.
        method: How weights were drawn, in words, with the convergence found.
    """

    ranges: tuple[WeightRange, ...] = ()
    consistency: tuple[Consistency, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    common: tuple[WeightRange, ...] = ()
    statements: Mapping[str, tuple[str, ...]] = Factory(dict)
    method: str = ""
