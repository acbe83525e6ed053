"""The gates: each limit exactly met passes, just beyond fails, and the reason says what to do."""

from __future__ import annotations

from datetime import date
from math import nan
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.gates import review
from cximpact.model.case import Supplied
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Measurement
from cximpact.model.journey import Touchpoint
from cximpact.model.proposal import Source
from cximpact.model.scorecard import (
    Criterion,
    EvidenceGate,
    FloorGate,
    Gates,
    HarmGate,
    Policy,
    StatementGate,
)

EASE = Criterion("ease", "customer", "rating", 50.0, title="Ease")
JOURNEY = Criterion("journey", "customer", "journey", 50.0, title="Journey")
RETURN = Criterion("return", "business", "rating", 100.0)
POINTS = (
    Touchpoint("bill", "pay", title="Monthly bill", unit="billing"),
    Touchpoint("decision", "apply", title="Credit decision", moment_of_truth=True),
)
BILL, DECISION = 0, 1


def gate(made: Any, name: str) -> GateReview:
    found = review(made.case, made.conditions, made.scores)
    return next(each for each in found if each.gate == name)


def outcome(made: Any, name: str) -> str:
    return gate(made, name).outcomes[0]


def measurement(touchpoint: str = "bill", **more: Any) -> Measurement:
    plain: dict[str, Any] = {
        "source": "csat",
        "measure": "csat",
        "criterion": "",
        "channel": "survey",
        "n": 400,
        "on": date(2025, 9, 1),
        "figure": 0.6,
        "error": 0.02,
        "condition": 0.2,
        "condition_error": 0.04,
        "age_months": 6.0,
        "freshness": 0.7,
        "precision": 100.0,
    }
    return Measurement(touchpoint=touchpoint, **{**plain, **more})


def journey(build: Any, *rows: dict[str, Any], **more: Any) -> Any:
    more.setdefault("supplied", Supplied(effects=True))
    return build.make((JOURNEY,), more.pop("score", [[0.1]]), touchpoints=POINTS, rows=rows, **more)


def ratings(build: Any, *score: float, **more: Any) -> Any:
    return build.make((EASE, RETURN), [list(score)], **more)


@pytest.mark.parametrize(
    ("touchpoint", "harm", "expected"),
    [
        (BILL, -0.05, "pass"),
        (BILL, -0.050000001, "fail"),
        (BILL, -0.05 - 4e-10, "pass"),
        (DECISION, -0.02, "pass"),
        (DECISION, -0.020000001, "fail"),
    ],
)
def test_harm_at_a_touchpoint(build: Any, touchpoint: int, harm: float, expected: str) -> None:
    made = journey(build, {"touchpoint": touchpoint, "share": 0.1, "harm_value": harm})
    assert expected == outcome(made, "customer_harm")


@pytest.mark.parametrize(("share", "expected"), [(0.4, "pass"), (0.40000001, "fail")])
def test_harm_over_the_journey(build: Any, share: float, expected: str) -> None:
    """0.4 x -0.05 is the limit of -0.02, though each touchpoint is within its own."""
    made = journey(build, {"share": share, "harm_value": -0.05})
    assert expected == outcome(made, "customer_harm")


@pytest.mark.parametrize(("change", "expected"), [(-0.3, "pass"), (-0.300000001, "fail")])
def test_sharp_worsening_whatever_its_reach(build: Any, change: float, expected: str) -> None:
    made = journey(build, {"harm_value": -0.001, "worst_change": change})
    assert expected == outcome(made, "customer_harm")


@pytest.mark.parametrize(
    ("score", "expected"),
    [(-1 / 3, "pass"), (-0.34, "pass"), (-0.340000001, "fail"), (-2 / 3, "fail")],
)
def test_a_low_customer_score(build: Any, score: float, expected: str) -> None:
    assert expected == outcome(ratings(build, score, 0.5), "customer_harm")


def test_level_minus_one_is_listed(build: Any) -> None:
    said = gate(ratings(build, -1 / 3, 0.5), "customer_harm").reason(0)
    assert "Scored worse than today: Ease (-33)." in said


def test_a_low_business_score_is_no_harm(build: Any) -> None:
    assert outcome(ratings(build, 0.1, -1.0), "customer_harm") == "pass"


def test_a_missing_customer_score_is_undetermined_unless_harm_is_found(build: Any) -> None:
    two = (EASE, Criterion("speed", "customer", "rating", 50.0))
    made = build.make(two, [[nan, 0.3], [nan, -1.0], [0.0, 0.0]])
    found = gate(made, "customer_harm")
    assert found.outcomes == ("undetermined", "fail", "pass")
    assert found.actions == ("revise", "decline", "")
    assert "open without a score for Ease" in found.reason(0)


def test_a_mitigation_turns_declining_into_revising(build: Any) -> None:
    made = ratings(build, -1.0, 0.5, proposals={"mitigations": {"P1": "call first"}})
    assert gate(made, "customer_harm").actions == ("revise",)


def test_the_way_out_by_a_mitigation_says_that_it_is_revised(build: Any) -> None:
    assert (
        "Change the proposal so that customers are spared, or state a mitigation (in a column "
        "'mitigation'): it is then to be revised, not declined. The scorecard sets the limit: "
        "gates: {customer_harm: {score: -0.34}}, where -0.34 is -34 of 100."
    ) in gate(ratings(build, -1.0, 0.5), "customer_harm").reason(0)


def test_no_effects_must_be_confirmed_by_someone_outside(build: Any) -> None:
    said: dict[str, Any] = {"stating_no_effects": frozenset(["P1"]), "units": ("billing",)}
    assert outcome(journey(build, proposals=said), "customer_harm") == "undetermined"
    confirmed = {**said, "confirmed_by": {"P1": "care"}}
    assert outcome(journey(build, proposals=confirmed), "customer_harm") == "pass"
    elsewhere = {**said, "units": ("legal",)}
    assert outcome(journey(build, proposals=elsewhere), "customer_harm") == "pass"


def test_harm_made_up_for_and_possible_harm_are_told(build: Any) -> None:
    made = journey(
        build,
        {"touchpoint": BILL, "share": 0.1, "harm_value": -0.03, "net": 0.1},
        {"touchpoint": DECISION, "possible_harm": True},
    )
    said = gate(made, "customer_harm").reason(0)
    assert "There is harm at Monthly bill (-3), which gains elsewhere make up for." in said
    assert "Harm is possible at Credit decision" in said


def test_the_harm_reason_and_cure_name_place_figure_and_limit(build: Any) -> None:
    made = journey(build, {"touchpoint": DECISION, "share": 0.1, "harm_value": -0.09})
    found = gate(made, "customer_harm")
    assert found.sentences(0)[0] == (
        "Harm at Credit decision is -9 (limit -2 at a moment of truth)."
    )
    assert found.cure is not None
    assert found.cure(0) == ("Harm at Credit decision must shrink from -9 to -2.",)


def test_the_worst_harm_is_told_first_and_all_of_it_after(build: Any) -> None:
    """The furthest beyond its limit leads.

    -0.40 against -0.30 is 10 points beyond; -0.09 against -0.02 is 7; -0.10 against -0.05 is 5.
    """
    made = journey(
        build,
        {"touchpoint": BILL, "share": 0.1, "harm_value": -0.1, "worst_change": -0.4},
        {"touchpoint": DECISION, "share": 0.1, "harm_value": -0.09},
    )
    first, rest, _, limit = gate(made, "customer_harm").sentences(0)
    assert limit == (
        "The scorecard sets the limit: gates: {customer_harm: {change: -0.3, moment_of_truth: "
        "-0.02, touchpoint: -0.05}}, where -0.3 is -30 of 100."
    )
    assert first == (
        "The worst change of condition at Monthly bill is -40 (limit -30, however few it reaches), "
        "and 2 more limits are broken."
    )
    assert rest == (
        "Beyond its limit too: harm at Credit decision is -9 (limit -2 at a moment of truth); "
        "harm at Monthly bill is -10 (limit -5)."
    )


def test_figures_beside_limits_have_the_fewest_decimals_that_tell_them_apart(build: Any) -> None:
    """-29.33 is plainly below -5; -5.04 needs two decimals, as -5.0 would be the floor itself."""
    floor = "customer_value_floor"
    plainly = gate(ratings(build, 0.0, 1.0, customer_value=[-0.29333333]), floor)
    assert plainly.sentences(0)[0] == "Customer value is -29, below the floor of -5."
    closely = gate(ratings(build, 0.0, 1.0, customer_value=[-0.0504]), floor)
    assert closely.sentences(0)[0] == "Customer value is -5.04, below the floor of -5."


def cited(made: Any, *sources: Source) -> Any:
    return made.but(ratings=evolve(made.case.ratings, sources={(0, 0): sources}))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 3, 1), "pass"),  # 365 days: under 12 x 30.4375
        (date(2025, 2, 28), "fail"),  # 366 days
        (date(2026, 3, 2), "fail"),  # after the day of the decision
    ],
)
def test_a_rating_is_evidenced_by_a_source_of_the_last_year(
    build: Any, on: date, expected: str
) -> None:
    made = cited(ratings(build, 0.5, 0.5), Source("survey", on))
    assert expected == outcome(made, "customer_evidence")


@pytest.mark.parametrize(("evidenced", "expected"), [(0.5, "pass"), (0.499999999, "fail")])
def test_half_of_the_gain_must_be_evidenced(build: Any, evidenced: float, expected: str) -> None:
    made = journey(
        build,
        {"share": 0.5, "delta_value": 0.2, "evidenced": evidenced},
        gain=[[0.4]],
        fresh=[("bill", "journey")],
        supplied=Supplied(effects=True, observations=True),
    )
    assert expected == outcome(made, "customer_evidence")


def test_coverage_is_weighted_over_criteria_and_touchpoints(build: Any) -> None:
    """Ease: 0.2, cited. Journey: 0.6, of which 0.3 x 0.1 of 0.05 at the measured touchpoint.

    (0.2 + 0.6 x 0.03/0.05) / 0.8 = 0.56/0.8 = 0.70.
    """
    from cximpact.decision.gates.evidence import Evidence

    made = build.make(
        (EASE, JOURNEY),
        [[0.2, 0.6]],
        touchpoints=POINTS,
        rows=[
            {"touchpoint": BILL, "criterion": 0, "share": 0.3, "delta_value": 0.1, "evidenced": 1},
            {"touchpoint": DECISION, "share": 0.2, "delta_value": 0.1, "evidenced": 1},
        ],
        fresh=[("bill", "journey")],
    )
    made = cited(made, Source("survey", build.as_of))
    found = Evidence(made.case, made.conditions, made.scores).coverage
    assert pytest.approx(found.tolist()) == [0.7]


def test_an_opinion_only_gain_is_sent_back_with_what_to_measure(build: Any) -> None:
    made = journey(
        build,
        {"touchpoint": DECISION, "share": 0.5, "delta_value": 0.2},
        gain=[[0.4]],
        supplied=Supplied(effects=True, observations=True),
    )
    found = gate(made, "customer_evidence")
    assert found.actions == ("revise",)
    assert "Only 0% of the gain" in found.reason(0)
    assert "Measure Credit decision" in found.reason(0)


def test_no_gain_needs_no_evidence(build: Any) -> None:
    made = journey(build, supplied=Supplied(effects=True, observations=True), score=[[-0.1]])
    assert outcome(made, "customer_evidence") == "not applicable"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"age_months": 18.0}, "pass"),
        ({"age_months": 18.000000001}, "fail"),
        ({"channel": "kpi"}, "fail"),
        ({"channel": "complaint"}, "pass"),
        ({"channel": "call+survey"}, "pass"),
        ({"channel": "kpi+survey"}, "fail"),
        ({"touchpoint": "decision"}, "fail"),
    ],
)
def test_voice_where_it_moves_most(build: Any, changes: dict[str, Any], expected: str) -> None:
    made = journey(
        build,
        {"touchpoint": BILL, "share": 0.5, "delta_value": -0.3},
        {"touchpoint": DECISION, "share": 0.5, "delta_value": 0.2},
        measurements=[measurement(**changes)],
        supplied=Supplied(effects=True, observations=True),
    )
    assert expected == outcome(made, "customer_voice")


def test_voice_of_equals_looks_at_the_first_by_id(build: Any) -> None:
    made = journey(
        build,
        {"touchpoint": BILL, "share": 0.5, "delta_value": 0.1 + 0.2},
        {"touchpoint": DECISION, "share": 0.5, "delta_value": 0.3},
        measurements=[measurement("bill")],
        supplied=Supplied(effects=True, observations=True),
    )
    assert outcome(made, "customer_voice") == "pass"


def test_voice_asks_nothing_of_what_touches_nothing(build: Any) -> None:
    made = journey(build, supplied=Supplied(effects=True, observations=True))
    assert outcome(made, "customer_voice") == "not applicable"


@pytest.mark.parametrize(("value", "expected"), [(-0.05, "pass"), (-0.050000001, "fail")])
def test_customer_value_floor(build: Any, value: float, expected: str) -> None:
    made = ratings(build, 0.0, 1.0, customer_value=[value])
    assert expected == outcome(made, "customer_value_floor")


def statements(build: Any, *texts: str) -> Any:
    asked = {"serves the marketing organization": "How will this serve the customer?"}
    gates = Gates(customer_statement=StatementGate(mode="block", inward_phrases=asked))
    return build.make(
        (EASE, RETURN),
        [[0.1, 0.1]] * len(texts),
        supplied=Supplied(statements=True),
        scorecard={"policy": Policy(gates=gates)},
        proposals={"statements": {f"P{n}": text for n, text in enumerate(texts, 1) if text}},
    )


def test_statement_is_asked_for_and_inward_words_are_quoted_back(build: Any) -> None:
    made = statements(
        build, "Letters you can read.", "", "It Serves  the marketing\norganization, fully."
    )
    found = gate(made, "customer_statement")
    assert found.outcomes == ("pass", "fail", "fail")
    assert found.actions == ("", "revise", "revise")
    assert found.sentences(2) == (
        'It looks inward: it says "serves the marketing organization".',
        'For "serves the marketing organization", answer: How will this serve the customer?',
    )


def test_gates_without_their_kind_of_input_are_not_run_and_block_nothing(build: Any) -> None:
    """Ratings and weights alone: nobody could have brought evidence, voice or statements."""
    found = review(*_parts(ratings(build, 0.5, 0.5)))
    ran = {each.gate: not each.not_run for each in found}
    assert ran == {
        "customer_harm": True,
        "customer_evidence": False,
        "customer_voice": False,
        "customer_value_floor": True,
        "customer_statement": False,
    }
    assert all(set(each.actions) == {""} for each in found if each.not_run)


def test_without_any_customer_input_harm_and_floor_are_not_run(build: Any) -> None:
    found = review(*_parts(build.make((RETURN,), [[0.5]])))
    assert all(each.not_run for each in found)


def test_warn_shows_a_failure_and_blocks_nothing_and_off_is_silent(build: Any) -> None:
    gates = Gates(
        customer_harm=HarmGate(mode="warn"),
        customer_value_floor=FloorGate(mode="off"),
        customer_evidence=EvidenceGate(mode="off"),
    )
    made = ratings(build, -1.0, 1.0, scorecard={"policy": Policy(gates=gates)})
    harm = gate(made, "customer_harm")
    assert (harm.outcomes, harm.actions) == (("fail",), ("",))
    assert gate(made, "customer_value_floor").not_run == "switched off in the scorecard"


def test_more_harm_never_helps(build: Any) -> None:
    """Deepening the harm of a cell never turns a failing gate into a passing one."""
    worst = "pass"
    for harm in np.linspace(0.0, -0.4, 81).tolist():
        made = journey(build, {"share": 0.3, "harm_value": harm, "worst_change": harm})
        now = outcome(made, "customer_harm")
        assert not (worst == "fail" and now == "pass")
        worst = now
    assert worst == "fail"


def _parts(made: Any) -> tuple[Any, Any, Any]:
    return made.case, made.conditions, made.scores
