"""`cximpact init` tells where a guess decides who is stopped for harm to customers."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.harm_limits import Harm
from cximpact.intake.starting.starter import write_starter

LIST = "id;status;Stay;Strategic fit\nA;idea;-1;1\nB;idea;2;-2\nC;done;-2;0\nD;approved;-2;2\n"


def _start(tmp_path, text, **options):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    return write_starter(tmp_path / "list.csv", tmp_path / "new", **options)


def _card(tmp_path):
    return (tmp_path / "new" / "scorecard.yaml").read_text("utf-8")


def test_whom_one_step_down_stops_is_told_and_the_limit_stands_ready(tmp_path):
    """-1 of 2 is -50. B is below for the business only, C is done and D is committed."""
    report = _start(tmp_path, LIST)
    assert report.remarks[0] == (
        "'Stay', 'Strategic fit': taken as rated from -2 to 2, 0 being no change and high good: a "
        "guess from the values; each -1 then counts -50, and a customer score below -34 stops a "
        "proposal (A): 'gates' in scorecard.yaml sets that"
    )
    assert (
        "# A customer score below -34 stops a proposal, and each -1 counts -50; to let it pass:\n"
    ) in _card(tmp_path)


def test_the_ready_limit_lets_one_step_down_pass(tmp_path):
    _start(tmp_path, LIST)
    assert Harm(read_inputs(read_spec(tmp_path / "new"))).stopped({"stay"}) == ("A",)
    path = tmp_path / "new" / "scorecard.yaml"
    path.write_text(path.read_text("utf-8").replace("#gates:", "gates:"), "utf-8")
    assert yaml.safe_load(path.read_text("utf-8"))["gates"] == {"customer_harm": {"score": -0.5}}
    assert Harm(read_inputs(read_spec(tmp_path / "new"))).stopped({"stay"}) == ()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([-1, 0, 1, 3, 0, 1], ""),  # -33 passes
        ([-3, 0, 1, 3, 0, 1], ""),  # -100 is no single step
        ([0, 0, 1, 1, 0, -1], "each -1 then counts -100, and a customer score below -34 stops a "
         "proposal (P5)"),
        ([-1, -1, -2, -1, -1, 0], "(P0, P1, P2 and 2 more)"),
    ],
)  # fmt: skip
def test_only_a_step_beyond_the_limit_is_told(tmp_path, cells, told):
    rows = "".join(f"P{at};{cell}\n" for at, cell in enumerate(cells))
    report = _start(tmp_path, f"id;Ease\n{rows}")
    (scale,) = [each for each in report.remarks if "taken as rated" in each]
    assert told in scale
    assert ("stops a proposal" in scale) is bool(told)
    assert ("#gates:" in _card(tmp_path)) is bool(told)


def test_a_reach_that_keeps_a_score_within_the_limit_stops_nobody(tmp_path):
    """-50 felt by half of the customers is -25."""
    rows = "id;Reach;Ease\nA;50%;-1\nB;100%;2\nC;100%;1\nD;1;0\nE;1;0\nF;1;0\n"
    report = _start(tmp_path, rows)
    assert not any("stops a proposal" in each for each in report.remarks)


def test_a_word_that_stops_a_proposal_is_named_with_it(tmp_path):
    """Worse is -2 of 3; slightly worse, -1 of 3, passes."""
    report = _start(tmp_path, "id;Supply security\nA;high\nB;worse\nC;low\nD;none\n")
    (took,) = [each for each in report.remarks if ": took " in each]
    assert took.endswith(
        "; 'worse' then counts -67, and a customer score below -34 stops a proposal (B)"
    )


def test_a_gate_that_only_warns_stops_nobody(tmp_path):
    card = "criteria: {ease: {weight: 1}}\ngates: {customer_harm: warn}\n"
    (tmp_path / "card.yaml").write_text(card)
    rows = "id;Ease\nA;-1\nB;2\nC;1\nD;0\nE;0\nF;0\n"
    report = _start(tmp_path, rows, scorecard=str(tmp_path / "card.yaml"))
    assert not any("stops a proposal" in each for each in report.remarks)


def test_a_scorecard_that_is_there_is_not_called_by_the_name_of_a_draft(tmp_path):
    (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    rows = "id;Ease\nA;-1\nB;2\nC;1\nD;0\nE;0\nF;0\n"
    report = _start(tmp_path, rows, scorecard=str(tmp_path / "card.yaml"))
    assert report.remarks[0].endswith("(A): 'gates' in the scorecard sets that")


BUSINESS = "id;Stay;Strategic rating (1-5)\nA;-1;1\nB;2;5\nC;1;3\nD;0;2\nE;0;3\nF;0;4\n"


def test_the_lowest_of_what_the_business_gains_is_no_benefit(tmp_path):
    """Nobody harms customers there: 1 of 1 to 5 is 0, and 3 is half of the way to 5."""
    report = _start(tmp_path, BUSINESS)
    text = _card(tmp_path)
    assert yaml.safe_load(text)["criteria"]["strategic-rating"]["scale"] == [1, 1, 5]
    assert "}    # if 1 means worse than today: scale: [1, 3, 5]\n" in text
    told = [each for each in report.remarks if "Strategic rating" in each]
    assert told == [
        "'Strategic rating (1-5)': 1 is taken for no benefit, and high for good; if 1 means worse "
        "than today, write scale: [1, 3, 5] in scorecard.yaml"
    ]
    found = read_inputs(read_spec(tmp_path / "new"))
    at = [each.id for each in found.scorecard.criteria].index("strategic-rating")
    assert found.ratings.grid[:, at].tolist() == [0, 1, 0.5, 0.25, 0.5, 0.75]


def test_a_stated_scale_from_zero_is_no_benefit_at_zero(tmp_path):
    rows = BUSINESS.replace("(1-5)", "(0-10)")
    report = _start(tmp_path, rows)
    (told,) = [each for each in report.remarks if "Strategic rating" in each]
    assert told.startswith("'Strategic rating (0-10)': 0 is taken for no benefit, ")
    assert "if 0 means worse than today, write scale: [0, 5, 10]" in told
    assert "scale: [0, 0, 10], title: Strategic rating}" in _card(tmp_path)


def test_a_scale_that_customers_are_rated_on_is_read_alike_for_the_business(tmp_path):
    """Else the middle would add to the value of one and not of the other."""
    report = _start(tmp_path, "id;Ease (1-5);Strategic fit (1-5)\nA;3;1\nB;4;2\n")
    (asked,) = [each for each in report.remarks if "does 1 mean" in each]
    assert asked.startswith("'Ease (1-5)' and 'Strategic fit (1-5)': does 1 mean")
    assert asked.endswith(", so that no harm is overlooked. High is taken for good in each")
