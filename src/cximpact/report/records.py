"""From the arrays of a result to the records that people and programs read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, partial

import numpy as np
from attrs import evolve

from cximpact.explain import (
    Shared,
    cost_lines,
    criterion_results,
    deciding_reason,
    reasons,
    touchpoint_results,
)
from cximpact.model.case import Case
from cximpact.model.draws import Draws
from cximpact.model.evaluation import Band, Cost, GateResult, Recommendation
from cximpact.model.evidence import Conditions
from cximpact.model.scores import ScoreNote, Scores
from cximpact.pipeline import Result
from cximpact.report.dependence import RankWords, core_result
from cximpact.report.listed import Line


class Describer:
    """Makes the record of any one recommendation of a result, on demand.

    What all records need, such as the map of ripples, is made once.
    """

    def __init__(self, result: Result) -> None:
        self._result = result

    def describe(self, place: int) -> Recommendation:
        """Return the recommendation at a place of the ranking (0 is first)."""
        case, scores, decision = self._result.case, self._result.scores, self._result.decision
        conditions = self._result.conditions
        position = int(decision.order[place])
        cost = decision.cost[position]
        about = undecided(case, conditions, scores, position, cost, self._shared)
        robust = decision.robustness
        return evolve(
            with_bands(about, decision.draws, position),
            selection_share=self._share(position),
            ranks=None if self._ranks is None else self._ranks.one(position),
            core=core_result(robust.portfolios, position),
            rank=place + 1,
            action=decision.actions[position],
            rule=decision.rules[position],
            gates=tuple(self._gates(position)),
            reasons=reasons(
                case, conditions, scores, decision, position, about.touchpoints, self._shared
            ),
            would_take=decision.would_take.get(position, ()),
        )

    def line(self, place: int) -> Line:
        """Return what lists show of the recommendation at a place of the ranking."""
        case, scores, decision = self._result.case, self._result.scores, self._result.decision
        position, proposals = int(decision.order[place]), case.proposals
        return Line(
            proposal=proposals.ids[position],
            title=proposals.titles[position],
            unit=proposals.units[position],
            rank=place + 1,
            action=decision.actions[position],
            rule=decision.rules[position],
            value=_value(scores, decision.draws, position),
            customer_value=_known(scores.customer_value[position]),
            business_value=_known(scores.business_value[position]),
            coverage=float(scores.coverage[position]),
            cost=_cost(case, decision.cost[position]),
            cost_unknown=case.unknown_columns(proposals.ids[position]),
            screened=_screened(scores, position),
            scores=self._scores(position),
            failed_gates=self._failed(position),
            selection_share=self._share(position),
            ranks=None if self._ranks is None else self._ranks.one(position),
            core=core_result(decision.robustness.portfolios, position),
            reason=partial(deciding_reason, case, scores, decision, position),
            would_take=lambda: decision.would_take.get(position, ()),
            gates=lambda: tuple(self._gates(position)),
            touchpoints=lambda: touchpoint_results(
                case, self._result.conditions, scores, position, self._shared
            ),
        )

    def _scores(self, position: int) -> dict[str, float | None]:
        row = self._result.scores.score[position].tolist()
        found = ((each.id, row[column]) for column, each in self._result.case.scorecard.displayed)
        return {key: score if score == score else None for key, score in found}

    def _failed(self, position: int) -> tuple[str, ...]:
        run = (review for review in self._result.decision.gates if not review.not_run)
        return tuple(review.gate for review in run if review.outcomes[position] == "fail")

    def _gates(self, position: int) -> Iterator[GateResult]:
        for review in self._result.decision.gates:
            if not review.not_run:
                yield GateResult(
                    gate=review.gate,
                    mode=review.mode,
                    outcome=review.outcomes[position],
                    reason=review.reason(position),
                    origin=review.origin,
                )

    def _share(self, position: int) -> float | None:
        shares = self._result.decision.robustness.shares
        return None if shares is None else _known(shares.share[position])

    @cached_property
    def _ranks(self) -> RankWords | None:
        return RankWords.of(self._result.case, self._result.decision.robustness.acceptability)

    @cached_property
    def _shared(self) -> Shared:
        return Shared(self._result.case, self._result.conditions)


def with_bands(about: Recommendation, draws: Draws | None, position: int) -> Recommendation:
    """Return a recommendation with the bands that draws give its value and scores.

    Args:
        about: The recommendation with its central figures.
        draws: The draws; None leaves it as it is.
        position: The proposal.
    """
    if draws is None:
        return about
    low, high = draws.score_low[position], draws.score_high[position]
    return evolve(
        about,
        value=_band(about.value.expected, draws, position),
        customer_positive=_known(draws.customer_positive[position]),
        criteria=tuple(
            evolve(line, low=_known(low[column]), high=_known(high[column]))
            for line, column in zip(about.criteria, _columns(about), strict=True)
        ),
    )


def _value(scores: Scores, draws: Draws | None, position: int) -> Band:
    expected = float(scores.value[position])
    return Band(expected) if draws is None else _band(expected, draws, position)


def _band(expected: float, draws: Draws, position: int) -> Band:
    return Band(expected, float(draws.value_low[position]), float(draws.value_high[position]))


def _cost(case: Case, amount: Decimal | None) -> Cost | None:
    return None if amount is None else Cost(amount, case.currency)


def _screened(scores: Scores, position: int) -> bool:
    return bool((scores.notes[position] & ScoreNote.SCREENED).any())


def _columns(about: Recommendation) -> list[int]:
    """Return the column of each line's criterion; arrays over criteria are sorted by id."""
    names = [line.criterion for line in about.criteria]
    place = {name: column for column, name in enumerate(sorted(names))}
    return [place[name] for name in names]


def undecided(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    position: int,
    cost: Decimal | None,
    shared: Shared,
) -> Recommendation:
    """Return what is known of a proposal before anything is decided: rank 0, deferred.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        position: The proposal.
        cost: Its total cost, None where it is missing.
        shared: What the proposals of the case have in common.
    """
    proposal = case.proposals.one(position)
    return Recommendation(
        proposal=proposal.id,
        title=proposal.title,
        unit=proposal.unit,
        status=proposal.status,
        rank=0,
        action="defer",
        rule="",
        value=Band(float(scores.value[position])),
        customer_value=_known(scores.customer_value[position]),
        business_value=_known(scores.business_value[position]),
        coverage=float(scores.coverage[position]),
        cost=_cost(case, cost),
        cost_evidence=() if cost is None else cost_lines(case, position),
        cost_unknown=case.unknown_columns(proposal.id),
        screened=_screened(scores, position),
        criteria=criterion_results(case, conditions, scores, position, shared),
        touchpoints=touchpoint_results(case, conditions, scores, position, shared),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
