"""The cards of validate: all that was read of a proposal, in as few lines as stay readable."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cximpact.explain.links import Links
from cximpact.intake.spec import read_spec
from cximpact.pipeline import read
from cximpact.report.cards import card
from cximpact.report.readback import readback

CARD = """groups: {customer: 1, business: 1}
journey:
  stages: {use: {touchpoints: {desk: {title: Desk}, bill: {title: Bill}}}}
criteria:
  journey: {kind: journey, weight: 1}
  calm: {weight: 1}
  ease: {weight: 1}
  gain: {kind: quantity, weight: 1, group: business, unit: EUR, value_points: {0: 0, 10: 1}}
  days: {kind: quantity, weight: 1, group: business, unit: d, value_points: {0: 0, 10: 1}}
"""
LIST = """id,title,unit,reach,calm,ease,Capex,Low,Likely,High,gain,requires
A,Letters,desk,0.4,3,,tbd,10000,20000.50,30000.00,1200000,"B,C"
B,Fees,,,,-3,45000.00,,,,,
C,Bare,,,,,,,,,,
"""
ROWS = """proposal,criterion,low,likely,high
A,days,2,3,5
"""
EFFECTS = "proposal,touchpoint,change\nA,desk,0.25\nA,bill,-0.1\n"
RATINGS = """proposal,criterion,rating,rater
B,calm,1,R1
B,calm,2,R2
B,ease,2,R1
C,calm,2,R1
C,ease,2,R1
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("round")
    files = {"card.yaml": CARD, "list.csv": LIST, "amounts.csv": ROWS, "effects.csv": EFFECTS}
    for name, text in {**files, "ratings.csv": RATINGS}.items():
        (folder / name).write_text(text)
    (folder / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\ncurrency: EUR\neffects: effects.csv\n"
        "ratings: ratings.csv\nquantities: amounts.csv\nproposals:\n  path: list.csv\n"
        "  missing: [tbd]\n  columns:\n    costs:\n      - {column: Capex, fund: capex}\n"
        "      - {low: Low, likely: Likely, high: High, fund: opex}\n"
    )
    return read(read_spec(folder), None, date(2026, 3, 1))[0]


def lines(case: Any, position: int, width: int = 120) -> list[str]:
    return list(card(case, position, Links(case), width))


def test_all_that_was_read_stands_on_the_card(case: Any) -> None:
    assert lines(case, 0) == [
        "A: Letters",
        "  unit desk, status proposed, reach 40%, requires B and C",
        "  cost EUR 10,000 to 30,000 from opex",
        "  cost not known: Capex says 'tbd'",
        "  of 100: calm +100",
        "  amounts: gain EUR 1,200,000, days d 2 to 5",
        "  effect on bill -0.10, desk +0.25",
    ]


def test_ratings_of_several_raters_are_counted(case: Any) -> None:
    """Of the list itself B has -3 on ease; calm was rated twice and ease once."""
    assert lines(case, 1) == [
        "B: Fees",
        "  unit not said, status proposed, required by A",
        "  cost EUR 45,000 from capex",
        "  of 100: ease -100",
        "  2 ratings of calm",
        "  1 rating of ease",
    ]
    assert lines(case, 2)[2:] == ["  1 rating of calm, ease"]


def test_long_lines_go_on_below_further_in(case: Any) -> None:
    """The line of links has 56 characters; 'reach 40%,' ends at 43."""
    assert lines(case, 0, 45)[1:3] == [
        "  unit desk, status proposed, reach 40%,",
        "    requires B and C",
    ]
    # Of 'days d 2 to 5' a part would fit beside the other amount; it stays whole.
    assert lines(case, 0, 40)[6:8] == ["  amounts: gain EUR 1,200,000,", "    days d 2 to 5"]
    assert lines(case, 0, 1) == lines(case, 0, 40)  # no terminal is that narrow


def test_cards_are_as_wide_as_the_terminal(case: Any) -> None:
    assert "  unit desk, status proposed, reach 40%,\n    requires" in readback(case, width=45)
    assert "reach 40%, requires B and C\n" in readback(case)
