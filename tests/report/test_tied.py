"""A tie is the first thing that could change a decision, and told once."""

from __future__ import annotations

from typing import Any

import pytest

import cximpact
from cximpact.report.brief import brief
from cximpact.report.tied import Tie, ties
from cximpact.report.turning import turning_points

CARD = {"criteria": {"ease": {"weight": 1, "title": "Ease"}}}


def decided(*costs: int) -> cximpact.Evaluation:
    """Three alike, of which EUR 10 buys two of the three."""
    rows = [
        {"id": key, "title": f"Title of {key}", "ease": 2, "cost": f"EUR {cost}"}
        for key, cost in zip("ABC", costs, strict=True)
    ]
    return cximpact.evaluate(
        proposals=rows,
        scorecard=CARD,
        budgets={"all": "EUR 10"},
        as_of="2026-03-01",
        draws=200,
        selection_draws=50,
    )


@pytest.mark.parametrize(
    ("costs", "tie", "told"),
    [
        (
            (4, 5, 6),
            Tie("C", ("B",), " and costs EUR 1 less"),
            "a tie: C (Title of C) is worth as much as B (Title of B), which costs EUR 1 less; the "
            "least change may decide it",
        ),
        (
            (5, 5, 5),
            Tie("C", ("A",), " at the same cost, and its id is earlier"),
            "a tie: C (Title of C) is worth as much as A (Title of A) at the same cost, and its id "
            "is earlier; the least change may decide it",
        ),
    ],
)
def test_a_tie_comes_first(costs: tuple[int, ...], tie: Tie, told: str) -> None:
    found = decided(*costs)
    assert list(ties(found.recommendations)) == [tie]
    lines = turning_points(found.summary, found.recommendations)
    assert lines[0] == told
    # Nothing else that only lets these two change sides is told beside it.
    assert not [line for line in lines[1:] if f"{tie.rivals[0]} out, C in" in line]


def test_the_brief_tells_it_and_the_reason_beside_it_too() -> None:
    found = decided(4, 5, 6)
    assert found["C"].reason.startswith(
        "Worth doing (value +67), but B is worth as much and costs EUR 1 less; budget all has "
    )
    lines = list(brief(found.summary, found.recommendations))
    assert [line for line in lines if line.startswith("could change it: a tie: C (")]


@pytest.mark.parametrize(
    "reason",
    [
        "Worth doing (value +6), but budget b has EUR 1 left and it needs EUR 3 of it.",
        "Worth doing (value +6), but B is worth as much as it with D and costs EUR 1 less; budget "
        "b has EUR 1 left and it needs EUR 3 of it.",
        "Worth doing (value +6), but the selected set is worth as much as one with it and costs "
        "EUR 1 less; budget b has EUR 1 left and it needs EUR 3 of it.",
        "Told by another version.",
    ],
)
def test_what_is_no_tie_of_these_alone_is_not_called_one(reason: str) -> None:
    from attrs import evolve

    item: Any = evolve(decided(4, 5, 6)["C"], reasons=(reason,))
    assert list(ties([item])) == []


def test_an_id_that_reads_like_two_is_told_with_the_reason_only() -> None:
    """The reason names "A and B" as one; no tie with an A and a B of its own is made of it."""
    rows = [
        {"id": key, "title": f"Title of {at}", "ease": 2, "cost": "EUR 5"}
        for at, key in enumerate(("A and B", "C"))
    ]
    found = cximpact.evaluate(
        proposals=rows, scorecard=CARD, budgets={"all": "EUR 5"}, as_of="2026-03-01", draws=0
    )
    assert "A and B is worth as much" in found["C"].reason
    assert list(ties(found.recommendations)) == []
