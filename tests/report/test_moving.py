"""A weight is told as the share of all that validate tells, wherever it moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

import cximpact
from cximpact.intake.spec import read_spec
from cximpact.model.evaluation import Summary
from cximpact.model.robustness import TornadoBar, WeightInterval
from cximpact.model.weighting import GROUPS
from cximpact.pipeline import read
from cximpact.report.acting import to_act_on
from cximpact.report.moving import parted, weight_line
from cximpact.report.readback import readback

# Of all, calm has 0.8 x 0.75 = 60 %, ease 0.8 x 0.25 = 20 % and fit 20 %.
CARD = """groups: {customer: 80, business: 20}
criteria:
  calm: {weight: 75, title: Calm}
  ease: {weight: 25, title: Ease}
  fit: {weight: 1, group: business, title: Fit}
"""
LIST = "id,calm,ease,fit,cost\nA,3,0,0,10\nB,0,3,3,10\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("round")
    (made / "card.yaml").write_text(CARD)
    (made / "list.csv").write_text(LIST)
    (made / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\ncurrency: EUR\nproposals: list.csv\n"
        "budgets: {all: EUR 10}\ndraws: 100\nselection_draws: 10\n"
    )
    return made


@pytest.fixture(scope="module")
def summary(folder: Path) -> Summary:
    return cximpact.evaluate(folder).summary


def test_the_limit_of_a_weight_is_a_share_of_all(summary: Summary) -> None:
    """With calm at w of the customer group, A has 0.8 w, and B 0.8 (1 - w) + 0.2.

    They are worth the same at w = 1 / 1.6 = 0.625, where calm has 0.8 x 0.625 = 50 % of all.
    """
    [calm] = (each for each in summary.dependence.weights if each.member == "calm")
    assert (calm.weight, round(calm.low, 9)) == (0.75, 0.625)
    assert weight_line(calm, summary) == (
        "weight of Calm against other customer criteria, now 60% of all: below 50% A out, B in"
    )


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("score", "Library 24/7/ease", ("Library 24/7", "ease")),
        ("score", "A/calm", ("A", "calm")),
        ("score", "A/ease/calm", ("A/ease", "calm")),
        ("cost", "Library 24/7", ("Library 24/7", "")),
        ("effect", "A/calm", ("A/calm", "")),
        ("condition", "desk", ("desk", "")),
    ],
)
def test_an_id_may_hold_a_slash(summary: Summary, kind: str, name: str, told: object) -> None:
    assert parted(TornadoBar(kind, name, 0.0, 1.0), summary) == told


def test_validate_tells_the_same_share(folder: Path) -> None:
    case = read(read_spec(folder), None, date(2026, 3, 1))[0]
    assert "weights: Calm 60%, Ease 20%, Fit 20%\n" in readback(case, to_act_on(case))


@pytest.mark.parametrize(
    ("interval", "line"),
    [
        # 0.1 x 0.8 = 8 % and 0.85 x 0.8 = 68 %.
        (
            WeightInterval("customer", "calm", 0.75, 0.1, 0.85, leaves_low=("A",)),
            "now 60% of all: below 8% A out; above 68% another set",
        ),
        # 0.0003 x 0.8 is no 0 %, 0.9999 x 0.8 not yet all that customers have.
        (
            WeightInterval("customer", "calm", 0.75, 0.0003, 0.9999),
            "now 60% of all: below 0.02% another set; above 79.99% another set",
        ),
        # 0.7499 x 0.8 = 59.992 %.
        (
            WeightInterval("customer", "calm", 0.75, 0.7499, 1.0),
            "now 60% of all: below 59.99% another set",
        ),
        (
            WeightInterval("customer", "calm", 0.75, 0.75, 1.0),
            "now 60% of all: with any less another set",
        ),
    ],
)
def test_a_limit_is_told_as_finely_as_it_takes(
    summary: Summary, interval: WeightInterval, line: str
) -> None:
    told = weight_line(interval, summary)
    assert told == f"weight of Calm against other customer criteria, {line}"


def test_the_share_of_a_group_is_one_of_all_already(summary: Summary) -> None:
    group = WeightInterval(GROUPS, "business", 0.2, 0.0, 0.335, leaves_high=("A",))
    assert weight_line(group, summary) == "share of the business group, now 20%: above 34% A out"


def test_of_one_group_the_share_is_that_inside_it(summary: Summary) -> None:
    alone = evolve(summary, groups=(evolve(summary.groups[0], share=1.0),))
    interval = WeightInterval("customer", "calm", 0.75, 0.5, 1.0, leaves_low=("A",))
    assert weight_line(interval, alone) == "weight of Calm, now 75%: below 50% A out"
