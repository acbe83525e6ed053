"""What a score must rise to is told on the list's own scale, and rating so truly is enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import cximpact


def evaluated(trust: Any, scale: list[float] | None = None, **more: Any) -> cximpact.Evaluation:
    """Return the evaluation of two proposals of which one is rated so on Trust."""
    said: Any = "Trust" if scale is None else {"column": "Trust", "scale": scale}
    best = 3 if scale is None else scale[2]
    rows = [{"id": "A", "Trust": trust, **more}, {"id": "B", "Trust": best}]
    return cximpact.evaluate(
        proposals=rows,
        columns={"ratings": {"trust": said}},
        scorecard={"criteria": {"trust": {"weight": 1, "title": "Trust"}}},
        as_of="2026-03-01",
        draws=0,
        analyses=[],
    )


def outcome(evaluation: cximpact.Evaluation) -> str:
    harm = next(each for each in evaluation["A"].gates if each.gate == "customer_harm")
    return str(harm.outcome)


# -0.34 is -1.7 of -5 ... 5; 2.32 of 1 ... 5; 3.68 where 5 is worst. With a reach of 0.5 the
# score is half of that: -0.68 is -3.4.
@pytest.mark.parametrize(
    ("rated", "scale", "reach", "words", "enough", "less", "whole", "whole_less"),
    [
        (-2, [-5, 0, 5], 1, "from -40 to -34 (on the list's scale: from -2 to at least -1.7, so -1 "
         "in whole numbers).", -1.7, -1.71, -1, -2),
        (1, [1, 3, 5], 1, "from -100 to -34 (on the list's scale: from 1 to at least 2.32, so 3 "
         "in whole numbers).", 2.32, 2.31, 3, 2),
        (5, [5, 3, 1], 1, "from -100 to -34 (on the list's scale: from 5 to at most 3.68, so 3 "
         "in whole numbers).", 3.68, 3.69, 3, 4),
        (-5, [-5, 0, 5], 0.5, "from -50 to -34 (on the list's scale: from -5 to at least -3.4, so "
         "-3 in whole numbers).", -3.4, -3.41, -3, -4),
    ],
)  # fmt: skip
def test_the_rating_told_passes_the_gate_and_one_step_less_does_not(
    rated: float,
    scale: list[float],
    reach: float,
    words: str,
    enough: float,
    less: float,
    whole: float,
    whole_less: float,
) -> None:
    found = evaluated(rated, scale, reach=reach)
    assert found["A"].would_take[0] == f"The score of Trust must rise {words}"
    outcomes = [
        outcome(evaluated(each, scale, reach=reach)) for each in (enough, less, whole, whole_less)
    ]
    assert outcomes == ["pass", "fail", "pass", "fail"]


def test_a_single_score_that_is_enough_is_told_so_too() -> None:
    """To be worth doing the value must rise above 0: any answer above 0 on the list's scale."""
    told = " ".join(evaluated(-2, [-5, 0, 5])["A"].would_take)
    assert (
        "Enough by itself: Trust above 0 (now -40; on the list's scale: from -2 to at least 0.01, "
        "so 1 in whole numbers)."
    ) in told


def test_where_the_list_has_no_scale_of_its_own_nothing_is_added() -> None:
    told = evaluated(-2)["A"].would_take[0]
    assert told == "The score of Trust must rise from -67 to -34."


def test_the_mean_of_several_raters_is_told_as_a_mean(tmp_path: Path) -> None:
    """-4 and -1 of -5 ... 5 come to -0.5; the mean must be -1.7."""
    (tmp_path / "card.yaml").write_text("criteria: {trust: {weight: 1, title: Trust}}\n")
    (tmp_path / "ratings.csv").write_text(
        "proposal,criterion,rating,rater\nA,trust,-4,r1\nA,trust,-1,r2\n"
    )
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\nproposals: {rows: [{id: A}]}\nratings:\n"
        "  path: ratings.csv\n  columns: {rating: {column: rating, scale: [-5, 0, 5]}}\n"
    )
    found = cximpact.evaluate(tmp_path, draws=0, analyses=[])
    assert found["A"].would_take[0] == (
        "The score of Trust must rise from -50 to -34 (on the list's scale: a mean from -2.5 to "
        "at least -1.7)."
    )


def decided(rows: list[dict[str, Any]], **more: Any) -> cximpact.Evaluation:
    """Trust counts a quarter of the customer's side, Ease three quarters; answers are -3 to 3."""
    return cximpact.evaluate(
        proposals=rows,
        scorecard={
            "criteria": {
                "trust": {"weight": 1, "title": "Trust"},
                "ease": {"weight": 3, "title": "Ease"},
            }
        },
        as_of="2026-03-01",
        draws=0,
        analyses=[],
        **more,
    )


def test_a_score_that_is_enough_for_the_value_only_is_told_so() -> None:
    """Trust -1 and Ease 0: value -0.25. Ease above 1/3 makes up for it, and Trust stays harmed.

    Trust above 0 mends all: the harm, the customer's value and the value.
    """
    said = decided([{"id": "A", "trust": -3, "ease": 0}])["A"].would_take
    assert said[3:5] == (
        "Enough by itself: Trust above 0 (now -100).",
        "Enough for its value: Ease above +33.4 (now 0); what is named above still stops it.",
    )
    with_ease = decided([{"id": "A", "trust": -3, "ease": 2}])["A"]
    assert with_ease.value.expected == pytest.approx(0.25)
    assert (with_ease.action, with_ease.rule) == ("decline", "gate customer_harm")
    assert decided([{"id": "A", "trust": 1, "ease": 0}])["A"].action != "decline"


def test_with_a_second_limit_broken_no_score_is_enough_by_itself() -> None:
    """Trust -1 and Ease -2/3: value -0.75. Trust alone cannot; Ease above 1/3 leaves Trust's."""
    said = decided([{"id": "A", "trust": -3, "ease": -2}])["A"].would_take
    assert not [each for each in said if each.startswith("Enough by itself")]
    assert (
        "Enough for its value: Ease above +33.4 (now -67); what is named above still stops it."
    ) in said
    assert decided([{"id": "A", "trust": -3, "ease": 2}])["A"].action == "decline"


def test_where_a_cost_is_missing_no_score_is_enough_by_itself() -> None:
    """Trust 0 and Ease 0 come to 0; with Trust at 1 it is of worth, and no budget can take it."""
    budgets = {"all": "EUR 10"}
    said = decided([{"id": "A", "trust": 0, "ease": 0}], budgets=budgets)["A"].would_take
    assert said[0] == "State its cost: no budget can take what has none."
    assert said[2] == (
        "Enough for its value: Ease above 0 (now 0) and Trust above 0 (now 0); what is named above "
        "still stops it."
    )
    again = decided([{"id": "A", "trust": 1, "ease": 0}], budgets=budgets)["A"]
    assert again.value.expected > 0
    assert again.rule == "missing cost"


def test_a_gain_for_customers_is_not_enough_where_it_must_be_evidenced() -> None:
    """Ease is claimed by B with evidence, so the gate is run. A: nothing for anyone, value 0."""

    def made(fit: float, ease: float) -> cximpact.Evaluation:
        return cximpact.evaluate(
            proposals=[{"id": "A", "fit": fit, "ease": ease}, {"id": "B", "fit": 1, "ease": 1}],
            scorecard={
                "groups": {"customer": 50, "business": 50},
                "criteria": {
                    "fit": {"weight": 1, "group": "business", "title": "Fit"},
                    "ease": {"weight": 1, "title": "Ease"},
                },
                "gates": {"customer_evidence": "block"},
            },
            ratings=pd.DataFrame(
                {
                    "proposal": ["B"],
                    "criterion": ["ease"],
                    "rating": [1],
                    "basis": ["data"],
                    "source": ["survey"],
                    "date": ["2026-02-01"],
                }
            ),
            as_of="2026-03-01",
            draws=0,
            analyses=[],
        )

    assert made(0, 0)["A"].would_take[1:3] == (
        "Enough by itself: Fit above 0 (now 0).",
        "Enough for its value: Ease above 0 (now 0); a gain for customers must be evidenced, too.",
    )
    assert made(1, 0)["A"].rule == "selected"
    assert made(0, 1)["A"].rule == "gate customer_evidence"
