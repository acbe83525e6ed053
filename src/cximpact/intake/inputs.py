"""All documents and tables of a workspace; every problem of every file at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.problems import ProblemList
from cximpact.model.case import InputRecord, Supplied
from cximpact.model.money import Rate
from cximpact.model.portfolio import Rules
from cximpact.model.proposal import CostLine, Effects, Proposals, Quantities, Ratings, SetAside
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec

__all__ = ["Inputs", "check_inputs", "read_inputs"]


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
        draws: How many draws.
        seed: Where they start.
        title: What is being decided.
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


def read_inputs(spec: WorkspaceSpec) -> Inputs:
    """Read and check all documents and tables of a workspace.

    Args:
        spec: The workspace.

    Raises:
        InputError: With the problems of all files at once.

    Example:
        ``read_inputs(read_spec(Path("my-workspace"))).proposals.ids``
    """
    inputs, problems = check_inputs(spec)
    if inputs is None or problems:
        raise InputError(problems)
    return inputs


def check_inputs(spec: WorkspaceSpec) -> tuple[Inputs | None, tuple[Problem, ...]]:
    """Read and check all documents and tables of a workspace, without raising.

    Args:
        spec: The workspace.

    Returns:
        What was read, and all problems. Without a usable scorecard there is nothing to hand on,
        and the first is None; otherwise it holds what is sound, so that the evidence can be
        checked, too, before everything is reported.
    """
    from cximpact.intake.assembly import assemble

    problems = ProblemList()
    inputs = assemble(spec, problems)
    return inputs, problems.problems()
