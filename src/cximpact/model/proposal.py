"""Proposals and what is said of them: ratings, quantities, effects, costs.

Long tables are kept as columns (arrays and tuples of one length), so that a million rows cost
arithmetic, not objects. `Proposals.one` builds the object a person reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from attrs import Factory, frozen

from cximpact.model.arrays import BoolArray, FloatArray, IntArray

Status = Literal["proposed", "committed", "withdrawn"]
Basis = Literal["trial", "pilot", "analogue", "benchmark", "opinion"]
BASES: tuple[Basis, ...] = ("trial", "pilot", "analogue", "benchmark", "opinion")


@frozen
class Source:
    """Where a figure or claim comes from, and of which day."""

    name: str
    on: date


@frozen
class Mandate:
    """Why a proposal must be done, and who said so."""

    reason: str
    approved_by: str


@frozen
class Proposal:
    """A project, a line of spend or a policy change, as one object for people to read.

    Attributes:
        id: Its key.
        title: Its name.
        unit: The unit that proposes it, or "".
        status: `proposed`, `committed` or `withdrawn`.
        kind: `project`, `spend` or `policy`, or what the list calls it.
        reach: Share of all customers affected, 0 to 1; None where not stated (counts as 1).
        statement: What changes for the customer, in the customer's terms.
        outcomes: The outcomes it promises.
        mitigation: How stated harm is to be softened.
        mandate: Why it must be done; None for an ordinary proposal.
        forced_out: Why it must not be selected this time; "" where it may be.
        requires: Ids it cannot do without.
        excludes: Ids it cannot be combined with.
        states_no_effects: Whether it says ``effects: none``.
        confirmed_by: Who outside its unit confirmed that.
    """

    id: str
    title: str = ""
    unit: str = ""
    status: Status = "proposed"
    kind: str = ""
    reach: float | None = None
    statement: str = ""
    outcomes: str = ""
    mitigation: str = ""
    mandate: Mandate | None = None
    forced_out: str = ""
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    states_no_effects: bool = False
    confirmed_by: str = ""


@frozen(eq=False)
class Proposals:
    """All proposals as columns, sorted by id. What few of them have is a mapping by id.

    Those in `unapproved` are called mandatory, but not why, or not who approved that: nothing
    follows from it, but it is told with what is decided.
    """

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    statuses: tuple[Status, ...]
    kinds: tuple[str, ...]
    reach: FloatArray
    statements: Mapping[str, str] = Factory(dict)
    outcomes: Mapping[str, str] = Factory(dict)
    mitigations: Mapping[str, str] = Factory(dict)
    mandates: Mapping[str, Mandate] = Factory(dict)
    forced_out: Mapping[str, str] = Factory(dict)
    requires: Mapping[str, tuple[str, ...]] = Factory(dict)
    excludes: Mapping[str, tuple[str, ...]] = Factory(dict)
    stating_no_effects: frozenset[str] = frozenset()
    confirmed_by: Mapping[str, str] = Factory(dict)
    unapproved: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.ids)

    def one(self, position: int) -> Proposal:
        """Return the proposal at a position as one object."""
        key = self.ids[position]
        reach = float(self.reach[position])
        return Proposal(
            id=key,
            title=self.titles[position],
            unit=self.units[position],
            status=self.statuses[position],
            kind=self.kinds[position],
            reach=None if reach != reach else reach,
            statement=self.statements.get(key, ""),
            outcomes=self.outcomes.get(key, ""),
            mitigation=self.mitigations.get(key, ""),
            mandate=self.mandates.get(key),
            forced_out=self.forced_out.get(key, ""),
            requires=self.requires.get(key, ()),
            excludes=self.excludes.get(key, ()),
            states_no_effects=key in self.stating_no_effects,
            confirmed_by=self.confirmed_by.get(key, ""),
        )


@frozen(eq=False)
class Ratings:
    """What raters answered, as scores in [-1, 1].

    Attributes:
        grid: Proposals x criteria; one answer of an unnamed rater per cell, NaN for none.
        between_levels: Proposals x criteria; True where a grid answer fell between two levels.
        proposal: Row by row of the companion table: position of the proposal.
        criterion: Position of the criterion.
        score: The answer as a score.
        rater: A number per rater (names stay in the file).
        unit: The rater's unit, "" where not said.
        sources: Sources cited by answers that count, by (proposal position, criterion position).
        scales: Worst, no change and best of the grid's answers, by criterion position, where the
            list has a scale of its own.
        row_scale: The same of the companion table's answers.
    """

    grid: FloatArray
    between_levels: BoolArray
    proposal: IntArray
    criterion: IntArray
    score: FloatArray
    rater: IntArray
    unit: tuple[str, ...]
    sources: Mapping[tuple[int, int], tuple[Source, ...]] = Factory(dict)
    scales: Mapping[int, tuple[float, float, float]] = Factory(dict)
    row_scale: tuple[float, float, float] | None = None


@frozen(eq=False)
class Quantities:
    """Amounts for quantity criteria, proposals x criteria; NaN where there is none.

    A single number stands in all three arrays and is marked in `single`.
    """

    low: FloatArray
    likely: FloatArray
    high: FloatArray
    single: BoolArray
    sources: Mapping[tuple[int, int], tuple[Source, ...]] = Factory(dict)


@frozen(eq=False)
class Effects:
    """Claimed changes of condition, one row each, sorted by proposal, target, criterion.

    Attributes:
        proposal: Position of the proposal.
        target: Position in `targets`.
        targets: Ids of touchpoints and processes that effects name, sorted.
        criterion: Position of the criterion named, -1 where none is.
        low: Lowest change, in units of condition.
        likely: Most likely change.
        high: Highest change.
        single: True where one number was given.
        reach: Share of the touchpoint's customers, NaN where not stated.
        basis: Position in `BASES`, as it counts: opinion where a better basis lacks its source.
        claimed_basis: Position in `BASES`, as claimed.
        screened: True where a screening rule claims it, not the proposer.
        sources: The source cited, by row.
    """

    proposal: IntArray
    target: IntArray
    targets: tuple[str, ...]
    criterion: IntArray
    low: FloatArray
    likely: FloatArray
    high: FloatArray
    single: BoolArray
    reach: FloatArray
    basis: IntArray
    claimed_basis: IntArray
    screened: BoolArray
    sources: Mapping[int, Source] = Factory(dict)

    def __len__(self) -> int:
        return len(self.proposal)


@frozen
class CostLine:
    """One line of cost of one proposal, exact; `low`, `likely`, `high` are equal if it is one.

    Attributes:
        proposal: The proposal's id.
        low: Lowest amount.
        likely: Most likely amount.
        high: Highest amount.
        currency: ISO 4217 code.
        fund: Where the money comes from.
        category: What kind of cost it is.
        period: The period it falls in.
        unit: Who pays; the proposal's unit where not said.
    """

    proposal: str
    low: Decimal
    likely: Decimal
    high: Decimal
    currency: str
    fund: str = ""
    category: str = ""
    period: str = ""
    unit: str = ""


@frozen
class UnknownCost:
    """A cost of which the list says that it is not known.

    Attributes:
        column: The column that says so.
        said: What it says, such as ``tbd``.
        fund: As in a line of cost, and so are the others.
        category: What kind of cost it is.
        period: The period it falls in.
        unit: Who pays; the proposal's unit where not said.
    """

    column: str
    said: str
    fund: str = ""
    category: str = ""
    period: str = ""
    unit: str = ""


@frozen
class SetAside:
    """Something in the input that was read but does not count, and why."""

    what: str
    reason: str
    count: int = 1
    file: str = ""
    rows: tuple[str, ...] = ()
