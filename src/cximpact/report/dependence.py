"""How sure a decision is and what it depends on, from arrays to the records of the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import sqrt

from attrs import frozen

from cximpact.model.assurance import (
    CoreResult,
    DependenceResult,
    DrawsResult,
    PairResult,
    PortfolioResult,
    PortfoliosResult,
    RankResult,
)
from cximpact.model.case import Case
from cximpact.model.decision import Decision
from cximpact.model.robustness import Acceptability, Portfolios

MOST_RANKED = 50
"""In longer lists neither the share of every rank nor every pair is written into the result."""
MOST_PORTFOLIOS = 100
"""So many portfolios are written into the result; all of them count."""


def draws_result(case: Case, decision: Decision) -> DrawsResult:
    """Return how uncertainty was drawn."""
    draws, shares = decision.draws, decision.robustness.shares
    if draws is None:
        return DrawsResult(seed=case.drawing.seed)
    return DrawsResult(
        count=draws.count,
        seed=case.drawing.seed,
        selections=shares.draws if shares else 0,
        worst_gap=shares.worst_gap if shares else 0.0,
        overdrawn=shares.overdrawn if shares else {},
        notes=(*draws.notes, *(shares.notes if shares else ())),
    )


@frozen(eq=False)
class RankWords:
    """Where proposals rank over the draws, one record at a time."""

    found: Acceptability
    criteria: tuple[str, ...]
    row: Mapping[int, int]

    @classmethod
    def of(cls, case: Case, found: Acceptability | None) -> RankWords | None:
        """Return the records of an analysis; None where there is none."""
        if found is None:
            return None
        names = tuple(criterion.id for criterion in case.scorecard.criteria)
        return cls(found, names, {at: row for row, at in enumerate(found.proposals)})

    def one(self, position: int) -> RankResult | None:
        """Return where the proposal at a position ranks."""
        row = self.row.get(position)
        if row is None:
            return None
        found = self.found
        first, confidence = float(found.first[row]), float(found.confidence[row])
        weights = found.central_weights[row].tolist()
        shares = found.rank if len(found.proposals) <= MOST_RANKED else None
        return RankResult(
            expected=float(found.expected_rank[row]),
            low=float(found.rank_low[row]),
            high=float(found.rank_high[row]),
            first=first,
            first_error=sqrt(first * (1 - first) / found.draws),
            entropy=float(found.entropy[row]),
            confidence=None if confidence != confidence else confidence,
            central_weights=dict(zip(self.criteria, weights, strict=True)) if first > 0 else {},
            acceptability=() if shares is None else tuple(shares[row].tolist()),
        )


def core_result(found: Portfolios | None, position: int) -> CoreResult | None:
    """Return how many non-dominated portfolios hold a proposal."""
    if found is None:
        return None
    return CoreResult(float(found.core_index[position]), found.label[position])


def dependence_result(case: Case, decision: Decision) -> DependenceResult:
    """Return what the decision depends on."""
    robust = decision.robustness
    found = robust.portfolios
    return DependenceResult(
        portfolios=None if found is None else _portfolios(case, found),
        binding=robust.binding,
        weights=robust.weights,
        tornado=robust.tornado,
        frontiers=robust.frontiers,
        information=robust.information,
        pairs=tuple(_pairs(case, robust.acceptability)),
        notes=robust.notes,
    )


def _portfolios(case: Case, found: Portfolios) -> PortfoliosResult:
    ids = case.proposals.ids

    def one(number: int) -> PortfolioResult:
        return PortfolioResult(
            tuple(ids[position] for position in found.sets[number].nonzero()[0]),
            float(found.value_low[number]),
            float(found.value_high[number]),
            float(found.regret[number]),
        )

    count = len(found.sets)
    notes = list(found.notes)
    if count > MOST_PORTFOLIOS:
        notes.append(f"The first {MOST_PORTFOLIOS} of {count:,} portfolios are listed.")
    return PortfoliosResult(
        count=count,
        portfolios=tuple(one(number) for number in range(min(count, MOST_PORTFOLIOS))),
        maximin=one(found.maximin),
        minimax_regret=one(found.minimax_regret),
        notes=tuple(notes),
    )


def _pairs(case: Case, found: Acceptability | None) -> Iterator[PairResult]:
    if found is None or found.pairwise is None or len(found.proposals) > MOST_RANKED:
        return
    ids = [case.proposals.ids[position] for position in found.proposals]
    for row, one in enumerate(ids):
        for column, other in enumerate(ids):
            if row != column:
                yield PairResult(one, other, float(found.pairwise[row, column]))
