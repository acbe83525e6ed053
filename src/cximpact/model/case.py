"""The case: one set of inputs, read and checked, from which every result follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import Factory, frozen

from cximpact.exceptions import Problem
from cximpact.model.draws import DrawSettings
from cximpact.model.evidence import Statistics
from cximpact.model.money import Rate
from cximpact.model.portfolio import Rules
from cximpact.model.proposal import (
    CostLine,
    Effects,
    Proposals,
    Quantities,
    Ratings,
    SetAside,
    UnknownCost,
)
from cximpact.model.scenario import Scenario
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import Weighting

ANALYSES = ("ranks", "portfolios", "binding", "sensitivity", "frontier", "information")
"""All that can be worked out beyond the decision itself."""


@frozen
class InputRecord:
    """One input and the fingerprint of what was read from it.

    Attributes:
        path: The file relative to the workspace, or the name of a frame.
        sha256: Of the canonical parsed rows, whatever their order.
        rows: How many rows were read.
    """

    path: str
    sha256: str
    rows: int


@frozen
class Supplied:
    """Which kinds of input the workspace holds at all: a gate without its kind is not run."""

    effects: bool = False
    ratings: bool = False
    quantities: bool = False
    observations: bool = False
    statements: bool = False


@frozen
class MissingSource:
    """A source of evidence that gave nothing: what it would have told is missing, never zero.

    Attributes:
        name: The part of the workspace that names it: ``evidence.complaints``, ``costs`` ...
        reason: Why, in one sentence.
        touchpoints: Touchpoints it could have told of; empty where it could have been any.
        names_criteria: Whether its rows could have named a criterion, and so have taken the place
            of rows that name none.
    """

    name: str
    reason: str
    touchpoints: tuple[str, ...] = ()
    names_criteria: bool = True

    @property
    def is_evidence(self) -> bool:
        """Whether it would have told of touchpoints, and not of money."""
        return self.name.startswith("evidence.")

    def could_tell_of(self, touchpoint: str) -> bool:
        """Return whether it could have told of a touchpoint."""
        return self.is_evidence and (not self.touchpoints or touchpoint in self.touchpoints)


@frozen
class Origin:
    """Where a table comes from that a plugin's source gave, for those who read a score.

    Attributes:
        part: The part of the workspace: ``proposals``, ``costs``, ``evidence.complaints`` ...
        label: The block, and in parentheses its source, distribution, version and query.
        references: For a table of proposals, costs or budgets: per proposal or budget, the first
            three references into the source system.
        scored: For a table of proposals: ids of the criteria whose answers or amounts stand in
            it, by proposal.
        priced: Proposals whose costs stand in it.
    """

    part: str
    label: str
    references: Mapping[str, tuple[str, ...]] = Factory(dict)
    scored: Mapping[str, frozenset[str]] = Factory(dict)
    priced: frozenset[str] = frozenset()


@frozen(eq=False)
class Case:
    """One set of inputs, read and checked, from which every result follows.

    Attributes:
        scorecard: Criteria, journey, measures, policy.
        proposals: Sorted by id; arrays over proposals follow this order.
        ratings: Answers of raters.
        quantities: Amounts.
        effects: Claimed and screened changes of condition.
        costs: Cost lines, sorted.
        rules: Budgets and rules of selection.
        rates: Dated exchange rates.
        title: What the workspace is called.
        currency: The reporting currency, "" where there is no money at all.
        statistics: Evidence as sufficient statistics, sorted.
        as_of: The day of the decision.
        supplied: Which kinds of input the workspace holds.
        inputs: Fingerprints of the inputs, sorted by path.
        set_aside: What was read and does not count.
        not_used: Columns that nothing reads, per file.
        notes: Problems that do not stop the evaluation.
        strict: Whether incomplete evidence is an error.
        missing: Sources of evidence that failed, sorted by name.
        origins: Tables that plugins' sources gave, by part of the workspace.
        weighting: What was said about weights beside the scorecard's points.
        drawing: How often is drawn.
        scenarios: Under what else it is to be decided.
        analyses: What is worked out beyond the decision itself, of `ANALYSES`.
        unknown_costs: By proposal, the costs of which the list says that they are not known; in
            its cost they count as 0, and no budget that they fall under can take it.
    """

    scorecard: Scorecard
    proposals: Proposals
    ratings: Ratings
    quantities: Quantities
    effects: Effects
    costs: tuple[CostLine, ...]
    rules: Rules
    as_of: date
    title: str = ""
    currency: str = ""
    rates: tuple[Rate, ...] = ()
    statistics: tuple[Statistics, ...] = ()
    supplied: Supplied = Supplied()
    inputs: tuple[InputRecord, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    not_used: tuple[tuple[str, str], ...] = ()
    notes: tuple[Problem, ...] = ()
    strict: bool = False
    missing: tuple[MissingSource, ...] = ()
    origins: Mapping[str, Origin] = Factory(dict)
    weighting: Weighting = Weighting()
    drawing: DrawSettings = DrawSettings()
    scenarios: tuple[Scenario, ...] = ()
    analyses: tuple[str, ...] = ANALYSES
    unknown_costs: Mapping[str, tuple[UnknownCost, ...]] = Factory(dict)

    def unknown_columns(self, proposal: str) -> tuple[str, ...]:
        """Return the columns in which the list says that a cost of a proposal is not known."""
        unknown = self.unknown_costs.get(proposal, ())
        return tuple(dict.fromkeys(each.column for each in unknown))

    @property
    def lacks_evidence(self) -> bool:
        """Whether a source failed that would have told of touchpoints."""
        return any(source.is_evidence for source in self.missing)
