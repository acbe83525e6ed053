"""All documents and tables of a workspace; every problem of every file at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import Factory, frozen

from cximpact.exceptions import Problem
from cximpact.model.case import InputRecord, Origin, Supplied
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
from cximpact.model.source import EvidenceSpec
from cximpact.model.weighting import Weighting

if TYPE_CHECKING:
    pass

__all__ = ["Inputs"]


@frozen(eq=False)
class Inputs:
    """What a workspace's documents and tables say; its evidence is yet to be read.

    Attributes:
        scorecard: The scorecard, with the workspace's changes to its gates.
        proposals: Those that take part, sorted by id; withdrawn ones among them.
        ratings: Answers of raters.
        quantities: Amounts, in the units of their criteria.
        effects: Claimed and screened effects.
        costs: Lines of cost, sorted.
        rules: Budgets and rules of selection.
        rates: Exchange rates.
        currency: The currency of the report, "" where nothing names one.
        as_of: The day of the decision; None where the workspace states none.
        supplied: Which kinds of input there are.
        inputs: A fingerprint per input, sorted by path.
        set_aside: What was read and does not count.
        not_used: Columns that nothing reads, each with its table.
        notes: What is doubtful but does not stop the evaluation.
        evidence: The evidence blocks, sorted by name.
        previous: An earlier evaluation to compare with.
        draws: How many draws; 0 for none.
        selection_draws: For how many of them the selection is made again.
        weighting: What was said about weights beside the scorecard's points.
        seed: Where they start.
        title: What is being decided.
        origins: Where tables of proposals and costs come from that plugins' sources gave.
        scenarios: Scenarios, in the order they were written.
        analyses: What is worked out beyond the decision; None for everything.
        unknown_costs: By proposal, the costs of which the list says that they are not known.
    """

    scorecard: Scorecard
    proposals: Proposals
    ratings: Ratings
    quantities: Quantities
    effects: Effects
    costs: tuple[CostLine, ...]
    rules: Rules
    rates: tuple[Rate, ...]
    currency: str
    as_of: date | None
    supplied: Supplied
    inputs: tuple[InputRecord, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    not_used: tuple[tuple[str, str], ...] = ()
    notes: tuple[Problem, ...] = ()
    evidence: tuple[EvidenceSpec, ...] = ()
    previous: Path | None = None
    draws: int = 10_000
    seed: int = 0
    title: str = ""
    origins: Mapping[str, Origin] = Factory(dict)
    scenarios: tuple[Scenario, ...] = ()
    analyses: tuple[str, ...] | None = None
    selection_draws: int = 1_000
    weighting: Weighting = Weighting()
    unknown_costs: Mapping[str, tuple[UnknownCost, ...]] = Factory(dict)
