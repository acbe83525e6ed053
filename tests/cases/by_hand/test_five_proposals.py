"""Five proposals of the demo, worked out from the method page alone, against what the tool says.

The sums are in hand_conditions, hand_proposals and hand_gates: plain arithmetic from the raw rows,
each step under the heading of docs/explanation/method.md it follows. P01 harms by ripple, P02 and
P09 are gains, P10 requires P11, and P13 fails the harm gate with a mitigation stated.
"""

import csv
import shutil
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hand_conditions import DEMO, Condition, conditions
from hand_gates import action, gates
from hand_proposals import BUSINESS_WEIGHT, CUSTOMER_WEIGHT, Hand, by_hand, costs

import cximpact

FIVE = ("P01", "P02", "P09", "P10", "P13")
ALL = (*FIVE, "P11")
NEAR = 1e-9
LIMITS = {"capex": 1_800_000, "opex": 1_450_000}


def near(value: float) -> object:
    """Equal to 9 decimals."""
    return pytest.approx(value, rel=0, abs=NEAR)


@pytest.fixture(scope="module")
def result() -> cximpact.Evaluation:
    """What the tool says, without draws."""
    return cximpact.evaluate(DEMO, draws=0, analyses=[])


@pytest.fixture(scope="module")
def told(result: cximpact.Evaluation) -> dict[str, object]:
    """The tool's recommendation by proposal."""
    return {one.proposal: one for one in result}


@pytest.fixture(scope="module")
def selected(told) -> set[str]:
    """What the tool selected: all it approves."""
    return {name for name, one in told.items() if one.action == "approve"}


@pytest.fixture(scope="module")
def now() -> dict[str, Condition]:
    """The conditions by hand."""
    return conditions()


@pytest.fixture(scope="module")
def hands(now) -> dict[str, Hand]:
    """The proposals by hand."""
    return {proposal: by_hand(proposal, now) for proposal in ALL}


def test_conditions_follow_from_the_raw_rows(result, now):
    """Every touchpoint the five touch has the condition, error and label found by hand."""
    there = {one.touchpoint: one for one in result.touchpoints}
    for touchpoint, hand in now.items():
        tool = there[touchpoint]
        assert (tool.mean, tool.sd, tool.label) == (near(hand.mean), near(hand.sd), hand.label)


def test_measurements_follow_from_the_raw_rows(result, now):
    """Each single measurement agrees: figure, error, condition, freshness, precision."""
    there = {one.touchpoint: one for one in result.touchpoints}
    for touchpoint, hand in now.items():
        found = {one.measure: one for one in there[touchpoint].measurements}
        assert set(found) == {line.name for line in hand.measurements}
        for line in hand.measurements:
            tool = found[line.name]
            assert tool.figure == near(line.figure)
            assert tool.error == near(line.error)
            assert tool.condition == near(line.condition)
            assert tool.condition_error == near(line.condition_error)
            assert tool.freshness == near(line.freshness)
            assert tool.precision == near(line.precision)


@pytest.mark.parametrize("proposal", ALL)
def test_what_it_does_at_each_touchpoint(proposal, told, hands, now):
    """Net change, harm, ΔU and the number of customers at every touchpoint it reaches."""
    tool = {one.touchpoint: one for one in told[proposal].touchpoints}
    hand = hands[proposal]
    assert set(tool) == set(hand.touchpoints)
    for name, at in hand.touchpoints.items():
        assert tool[name].condition == near(now[name].mean)
        assert tool[name].net == near(at.gain + at.harm)
        assert tool[name].harm == near(at.harm)
        assert tool[name].delta_value == near(at.delta_u)
        people = (tool[name].customers_helped, tool[name].customers_harmed)
        assert people == pytest.approx(hand.helped_and_harmed[name], rel=0, abs=1e-6)


@pytest.mark.parametrize("proposal", ALL)
def test_scores_weights_and_contributions(proposal, told, hands):
    """Each of the eight criteria has the score and the weight of the hand calculation."""
    weights = CUSTOMER_WEIGHT | BUSINESS_WEIGHT
    tool = {one.criterion: one for one in told[proposal].criteria}
    assert set(tool) == set(weights)
    for criterion, score in hands[proposal].scores.items():
        assert tool[criterion].score == near(score)
        assert tool[criterion].weight == near(weights[criterion])
        assert tool[criterion].contribution == near(weights[criterion] * score)


@pytest.mark.parametrize("proposal", ALL)
def test_values_and_cost(proposal, told, hands):
    """Value, customer value and business value to 9 decimals; the cost to the cent."""
    tool, hand = told[proposal], hands[proposal]
    assert tool.value.expected == near(hand.value)
    assert tool.customer_value == near(hand.customer_value)
    assert tool.business_value == near(hand.business_value)
    assert Fraction(tool.cost.amount) == sum(hand.costs.values())


@pytest.mark.parametrize("proposal", ALL)
def test_gates(proposal, told, hands, now):
    """The four blocking gates answer as the hand calculation does."""
    found = gates(proposal, hands[proposal], now)
    tool = {one.gate: str(one.outcome) for one in told[proposal].gates}
    assert {name: tool[name] for name in found.answers} == found.answers


def test_gates_name_the_figures_of_the_hand_calculation(told, hands, now):
    """Reasons show the harm, the coverage and the customer value in points."""
    p01, p02, p13 = (gates(name, hands[name], now) for name in ("P01", "P02", "P13"))
    said = {name: {one.gate: one.reason for one in told[name].gates} for name in FIVE}
    assert (
        f"Credit decision is {p01.harm['moment of truth'] * 100:.0f} "
        in said["P01"]["customer_harm"]
    )
    assert f"journey is {p01.harm['journey'] * 100:.0f} " in said["P01"]["customer_harm"]
    assert f"Help line is {p13.harm['touchpoint'] * 100:.0f} " in said["P13"]["customer_harm"]
    assert p02.coverage == near(1)
    assert said["P02"]["customer_evidence"].startswith("100% of the gain")
    floor = said["P13"]["customer_value_floor"]
    assert f"Customer value is {hands['P13'].customer_value * 100:.0f}," in floor


def test_a_rating_without_a_citation_leaves_part_of_the_gain_uncovered(hands, tmp_path):
    """P10 once more, with nothing cited for ease: its w × a counts below the line only."""
    folder = shutil.copytree(DEMO, tmp_path / "demo")
    ratings = (folder / "ratings.csv").read_text(encoding="utf-8")
    cited = "P10,ease,2,R2,finance,Answers after the pilot's calls,2025-10-24"
    assert ratings.count(cited) == 1
    uncited = ratings.replace(cited, "P10,ease,2,R2,finance,,")
    (folder / "ratings.csv").write_text(uncited, encoding="utf-8")
    gain = {k: w * max(hands["P10"].scores[k], 0) for k, w in CUSTOMER_WEIGHT.items()}
    coverage = 1 - gain["ease"] / sum(gain.values())  # 0.608696
    (p10,) = (
        one for one in cximpact.evaluate(folder, draws=0, analyses=[]) if one.proposal == "P10"
    )
    (reason,) = (one.reason for one in p10.gates if one.gate == "customer_evidence")
    assert reason.startswith(f"{coverage * 100:.0f}% of the gain")


@pytest.mark.parametrize(
    ("proposal", "expected"),
    [
        ("P01", "decline"),
        ("P02", "approve"),
        ("P09", "approve"),
        ("P10", "approve"),
        ("P11", "approve"),
        ("P13", "revise"),
    ],
)
def test_action(proposal, expected, told, hands, now, selected):
    """The first line of the page's table that applies gives the action."""
    hand = hands[proposal]
    assert action(proposal, hand, gates(proposal, hand, now), selected) == expected
    assert told[proposal].action == expected


def allowed(chosen: set[str], cents: dict[str, dict[str, int]]) -> bool:
    """The budgets and rules of cximpact.yaml; costs in cents by proposal and fund."""
    affordable = all(
        sum(cents[proposal].get(fund, 0) for proposal in chosen) <= limit * 100
        for fund, limit in LIMITS.items()
    )
    return (
        affordable
        and ("P10" not in chosen or "P11" in chosen)
        and not {"P15", "P16"} <= chosen
        and not {"P04", "P18"} <= chosen
    )


def test_the_selection_is_affordable_and_no_allowed_set_is_worth_more(told, hands, selected):
    """All sets are tried: mandatory P05 and committed P06 are in, P11 only comes with P10."""
    value = {name: one.value.expected for name, one in told.items()}
    value |= {name: hand.value for name, hand in hands.items()}
    open_to_choice = [
        name
        for name, one in told.items()
        if one.action in ("approve", "defer") and name not in ("P05", "P06", "P11")
    ]
    cents = {
        name: {fund: int(amount * 100) for fund, amount in costs(name).items()} for name in told
    }
    assert allowed(selected, cents)
    best = -1.0
    for takes in product((False, True), repeat=len(open_to_choice)):
        chosen = {"P05", "P06"} | {
            n for n, taken in zip(open_to_choice, takes, strict=True) if taken
        }
        chosen |= {"P11"} if "P10" in chosen else set()
        if allowed(chosen, cents):
            best = max(best, sum(value[name] for name in chosen))
    assert sum(value[name] for name in selected) == near(best)


def test_rank_among_the_approved_follows_value_per_cost(told, hands):
    """P02, P10, P09 and last P11, which has no value of its own."""
    per_euro = {
        name: hands[name].value / float(sum(hands[name].costs.values()))
        for name in ("P02", "P09", "P10", "P11")
    }
    by_sum = sorted(per_euro, key=lambda name: -per_euro[name])
    assert by_sum == sorted(per_euro, key=lambda name: told[name].rank)


def test_every_cost_line_of_the_list_adds_up_to_the_cent(told):
    """Not only the five: every proposal with cost lines has the total of the hand calculation."""
    with (DEMO / "costs.csv").open(encoding="utf-8", newline="") as file:
        with_costs = {row["proposal"] for row in csv.DictReader(file)}
    for name in with_costs - {"P19"}:  # P19 is withdrawn
        assert told[name].cost.amount == Decimal(f"{float(sum(costs(name).values())):.2f}")
