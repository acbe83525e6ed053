"""Reasons: the deciding rule first, in plain words, with evidence, ways and units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.decide import decide
from cximpact.evidence.conditions import assess
from cximpact.explain import criterion_results, reasons, touchpoint_results
from cximpact.explain.criteria import told_effect
from cximpact.explain.measured import told_measurement
from cximpact.model.case import Case, Supplied
from cximpact.model.evidence import Statistics
from cximpact.model.journey import Journey, Process, Ripple, Stage, Touchpoint
from cximpact.model.measure import Anchors, Measure, SilentCustomers
from cximpact.model.money import Money
from cximpact.model.portfolio import Budget, Rules
from cximpact.model.proposal import (
    BASES,
    CostLine,
    Effects,
    Mandate,
    Proposals,
    Quantities,
    Ratings,
    Source,
)
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.scoring.score import score

AS_OF = date(2026, 3, 1)
IDS = ("approval", "audit", "chatbot", "letters", "tv")


def scorecard() -> Scorecard:
    """The worked example's journey: a lender's, with credit policy behind the touchpoints."""
    points = (
        Touchpoint("find-a-car", "find", importance=20),
        Touchpoint("credit-application", "apply", importance=30, moment_of_truth=True),
        Touchpoint(
            "credit-decision",
            "apply",
            title="Credit decision",
            importance=30,
            moment_of_truth=True,
            volume=10_000,
            unit="branches",
        ),
        Touchpoint("monthly-billing", "pay", importance=20),
    )
    stages = tuple(
        Stage(s, touchpoints=tuple(p for p in points if p.stage == s))
        for s in ("find", "apply", "pay")
    )
    ripples = (
        Ripple("credit-policy", "credit-application", 0.5),
        Ripple("credit-policy", "credit-decision", 0.8),
    )
    silent = SilentCustomers(14, 14, 14)
    return Scorecard(
        "lender",
        criteria=(
            Criterion("journey", "customer", "journey", 100, title="Journey"),
            Criterion("return", "business", "rating", 100, title="Return"),
        ),
        groups={"customer": 50, "business": 50},
        journey=Journey(stages, (Process("credit-policy", unit="risk"),), ripples),
        measures={
            "csat": Measure("csat", "share", Anchors(0.5, 0.8, 0.95)),
            "complaints": Measure("complaints", "rate", Anchors(0.3, 0.1, 0.02), silent=silent),
        },
    )


def effects() -> Effects:
    """Approval rules tighten credit policy; letters explain decisions, as a pilot showed."""
    letters, approval = IDS.index("letters"), IDS.index("approval")
    pilot, opinion = BASES.index("pilot"), BASES.index("opinion")
    return Effects(
        proposal=np.array([approval, letters]),
        target=np.array([1, 0]),
        targets=("credit-decision", "credit-policy"),
        criterion=np.array([-1, -1]),
        low=np.array([-0.3, 0.1]),
        likely=np.array([-0.2, 0.3]),
        high=np.array([-0.1, 0.4]),
        single=np.array([False, False]),
        reach=np.array([1.0, 0.6]),
        basis=np.array([opinion, pilot]),
        claimed_basis=np.array([opinion, pilot]),
        screened=np.array([False, False]),
        sources={1: Source("letters pilot, two branches", date(2025, 12, 1))},
    )


def statistics() -> tuple[Statistics, ...]:
    return (
        Statistics(
            "survey",
            "csat",
            "credit-decision",
            400,
            date(2025, 9, 1),
            channel="survey",
            successes=248,
        ),
        Statistics(
            "desk",
            "complaints",
            "credit-decision",
            3,
            date(2026, 2, 1),
            channel="complaint",
            count=180,
            exposure=12_000,
        ),
    )


@pytest.fixture(scope="module")
def decided() -> tuple[Any, ...]:
    """Five proposals from evidence to decision."""
    count = len(IDS)
    grid = np.full((count, 2), np.nan)
    grid[:, 1] = [0.9, -0.2, 0.1, 0.0, 0.2]
    nothing = np.full((count, 2), np.nan)
    none = np.array([], dtype=np.int64)
    case = Case(
        scorecard=scorecard(),
        proposals=Proposals(
            ids=IDS,
            titles=("Tighter approval rules", "Audit trail", "Chatbot", "Plain letters", "TV spot"),
            units=("risk", "legal", "it", "care", "marketing"),
            statuses=("proposed",) * count,
            kinds=("policy", "project", "project", "project", "spend"),
            reach=np.full(count, np.nan),
            mandates={"audit": Mandate("the regulator asks", "the board")},
            stating_no_effects=frozenset(["audit", "tv"]),
        ),
        ratings=Ratings(grid, np.zeros((count, 2), np.bool_), none, none, np.zeros(0), none, ()),
        quantities=Quantities(nothing, nothing, nothing, np.zeros((count, 2), np.bool_)),
        effects=effects(),
        costs=(
            CostLine("audit", *[Decimal(40)] * 3, "EUR"),
            CostLine("letters", *[Decimal(50)] * 3, "EUR"),
            CostLine("tv", *[Decimal(60)] * 3, "EUR"),
        ),
        rules=Rules(budgets=(Budget("all", Money(Decimal(100), "EUR")),)),
        as_of=AS_OF,
        currency="EUR",
        statistics=statistics(),
        supplied=Supplied(effects=True, ratings=True, observations=True),
    )
    conditions = assess(case.scorecard, case.statistics, AS_OF)
    scores = score(case, conditions)
    return case, conditions, scores, decide(case, conditions, scores)


def said(decided: tuple[Any, ...], key: str) -> tuple[str, ...]:
    position = IDS.index(key)
    return reasons(*decided, position, touchpoint_results(*decided[:3], position))


def test_the_worked_example_is_decided_as_the_board_could_not(decided: tuple[Any, ...]) -> None:
    """Tighter rules look best on the business figures and are stopped by what customers feel."""
    actions = dict(zip(IDS, decided[3].actions, strict=True))
    assert actions == {
        "approval": "decline",
        "audit": "approve",
        "chatbot": "revise",
        "letters": "approve",
        "tv": "defer",
    }


def test_the_first_sentence_is_the_rule_that_decided(decided: tuple[Any, ...]) -> None:
    assert said(decided, "approval")[0] == (
        "The customer harm gate fails: harm at Credit decision is -19 (limit -2 at a moment of "
        "truth), and 2 more limits are broken."
    )
    assert said(decided, "audit")[0] == (
        "It is mandatory: the regulator asks (approved by the board)."
    )
    assert said(decided, "chatbot")[0] == (
        "The customer harm gate is undetermined: nothing on what changes along the journey "
        "(Journey), where harm may hide; state its effects, or that it has none."
    )
    assert said(decided, "letters")[0] == ("Selected: value +14 at EUR 50.")
    assert said(decided, "tv")[:2] == (
        "Worth doing (value +10), but budget all has EUR 10 left and it needs EUR 60 of it.",
        "For budget all, what is selected brings more value.",
    )


def test_the_first_sentence_fits_a_table_and_names_its_gate_once(decided: tuple[Any, ...]) -> None:
    for key in IDS:
        first = said(decided, key)[0]
        assert len(first) <= 200
        assert first.count(": ") <= 1


def test_all_harm_is_told_after_the_worst(decided: tuple[Any, ...]) -> None:
    """ΔU -0.192, -0.120 and over the journey -0.117: in points, as everything else.

    Condition: prior 0.5 at precision 16, CSAT 0.2 at 0.709/0.01164 = 61, complaints 0.1875 at
    0.948/0.01176 = 81, together 35.3/157.6 = 0.224.
    """
    assert (
        "Beyond its limit too: harm at credit-application is -12 (limit -2 at a moment of truth); "
        "harm over the whole journey is -12 (limit -2)."
    ) in said(decided, "approval")
    assert (
        "Credit decision: condition 22 of 100 (broken) changes by -16, worth -19 there."
    ) in said(decided, "approval")
    assert (
        "credit-application: condition 50 of 100 (unknown: not measured) changes by -10, "
        "worth -12 there."
    ) in said(decided, "approval")
    assert (
        "Gains elsewhere make up for harm at Credit decision (-19) and credit-application (-12)."
    ) in said(decided, "approval")


def test_ripples_are_told_with_every_unit_on_the_way(decided: tuple[Any, ...]) -> None:
    """The back-office policy is traced to the touchpoint, its own unit and the branches named."""
    assert (
        "It reaches Credit decision by credit-policy > credit-decision (strength 0.80); "
        "units on the way: branches and risk."
    ) in said(decided, "approval")
    (application, decision) = touchpoint_results(*decided[:3], IDS.index("approval"))
    assert application.paths[0].steps == ("credit-policy", "credit-application")
    assert decision.paths[0].units == ("risk", "branches")
    assert pytest.approx(-0.192) == decision.delta_value


def test_customers_helped_and_harmed_are_counted_where_there_is_a_volume(
    decided: tuple[Any, ...],
) -> None:
    assert "About 6,000 customers a year gain at Credit decision." in said(decided, "letters")
    assert "About 10,000 customers a year lose at Credit decision." in said(decided, "approval")


def test_evidence_lines_tell_source_number_date_and_age(decided: tuple[Any, ...]) -> None:
    """181 days are 5.9 months; groups under five are not counted out."""
    (journey, _) = criterion_results(*decided[:3], IDS.index("letters"))
    assert pytest.approx(0.272) == journey.score
    assert (
        "Credit decision: csat from survey (survey), 400 answers, 2025-09-01, 5.9 months old: "
        "condition 20 of 100 (broken)"
    ) in journey.evidence
    assert any("fewer than 5 rows" in line for line in journey.evidence)
    assert (
        "effect on Credit decision: +30 (+10 to +40), reach 60%, pilot: "
        "letters pilot, two branches, 2025-12-01, 3.0 months old"
    ) in journey.evidence


def test_an_effect_of_mere_opinion_is_told_too(decided: tuple[Any, ...]) -> None:
    (journey, _) = criterion_results(*decided[:3], IDS.index("approval"))
    told = "effect on credit-policy: -20 (-30 to -10), reach 100%, opinion"
    assert told in journey.evidence


def test_a_reach_that_is_not_stated_is_told(decided: tuple[Any, ...]) -> None:
    case = decided[0]
    changed = evolve(case.effects, reach=np.full(2, np.nan), single=np.full(2, True))
    assert told_effect(evolve(case, effects=changed), 0) == (
        "effect on credit-policy: -20, reach not stated, opinion"
    )


def test_the_stated_reach_of_rated_customers_is_told(decided: tuple[Any, ...]) -> None:
    case, conditions, scores = decided[:3]
    first, business = case.scorecard.criteria
    card = evolve(case.scorecard, criteria=(first, evolve(business, group="customer")))
    reaching = evolve(case.proposals, reach=np.full(len(IDS), 0.08))
    (_, rated) = criterion_results(
        evolve(case, scorecard=card, proposals=reaching), conditions, scores, IDS.index("letters")
    )
    assert "the answers count x reach 8%" in rated.notes
    (_, unreached) = criterion_results(*decided[:3], IDS.index("letters"))
    assert not any("reach" in note for note in unreached.notes)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("share", "survey), 102 answers, 2025"),
        ("nps", "survey), 102 answers, 2025"),
        ("mean", "survey), 102 answers, 2025"),
        ("rate", "survey), 102 rows, 2025"),
        ("kpi", "survey), 2025"),
    ],
)
def test_rows_are_counted_as_what_they_are(decided: tuple[Any, ...], kind: Any, told: str) -> None:
    case, conditions = decided[:2]
    measure = evolve(case.scorecard.measures["csat"], kind=kind)
    other = evolve(case, scorecard=evolve(case.scorecard, measures={"csat": measure}))
    found = next(each for each in conditions.measurements if each.measure == "csat")
    assert told in told_measurement(other, evolve(found, n=102))


def test_raters_are_counted_once_and_never_out_below_five(decided: tuple[Any, ...]) -> None:
    (_, business) = criterion_results(*decided[:3], IDS.index("letters"))
    assert business.notes.count("fewer than 5 raters") == 1
    assert not any("raters" in line for line in business.evidence)
    assert not any("fewer than 5 raters" in sentence for sentence in said(decided, "letters"))


def test_missing_scores_are_told(decided: tuple[Any, ...]) -> None:
    assert "No score for Journey, which counts as 0; 50% of the weight is scored." in said(
        decided, "chatbot"
    )


def test_one_of_many_is_explained_as_fast_as_one_of_few(decided: tuple[Any, ...]) -> None:
    """What is looked up of one proposal's effects and cells does not grow with the list.

    A subclass of the columns counts how many entries any operation on them runs over.
    """
    case, conditions, scores, decision = decided
    seen: list[int] = []

    class Counted(np.ndarray):  # type: ignore[type-arg]
        def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
            seen.append(max(np.size(each) for each in inputs))
            plain = [np.asarray(each) for each in inputs]
            return getattr(ufunc, method)(*plain, **more)

    counted = evolve(case.effects, proposal=case.effects.proposal.view(Counted))
    cells = evolve(scores.cells, proposal=scores.cells.proposal.view(Counted))
    watched = (evolve(case, effects=counted), conditions, evolve(scores, cells=cells), decision)
    position = IDS.index("letters")
    along = touchpoint_results(*watched[:3], position)
    assert reasons(*watched, position, along) == said(decided, "letters")
    criterion_results(*watched[:3], position)
    assert not seen


def test_a_rater_without_a_unit_is_told_by_what_it_matters_for() -> None:
    from cximpact.explain.criteria import _words_by_flag
    from cximpact.model.scores import ScoreNote

    flag = int(ScoreNote.UNNAMED_RATER)
    said = "answers count although they do not name the unit of the rater"
    assert dict(_words_by_flag(0.25, 1.0, True))[flag] == said
    assert dict(_words_by_flag(0.25, 1.0, False))[flag] == (
        f"{said} (those of the proposal's own unit would not count)"
    )
