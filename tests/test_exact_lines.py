"""Figures that lie exactly on a line are decided as exact arithmetic decides them.

Every proposal is a case of its own: what it states are decimals whose floating-point sums and
products miss the line by a hair on one side or the other. Fractions of the same decimals say here
on which side they lie. The formulas are those of docs/explanation/method.md.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import cximpact

LINE_VALUE, LINE_SCORE, LINE_CHANGE = Fraction("-0.05"), Fraction("-0.34"), Fraction("-0.3")
LINE_PLACE, LINE_TRUTH, LINE_JOURNEY = Fraction("-0.05"), Fraction("-0.02"), Fraction("-0.02")
TENTHS = ("0.1", "0.2", "0.3", "0.7", "1.1", "0.15", "0.35", "0.05", "0.45", "0.6")


def scorecard(**more: Any) -> dict[str, Any]:
    """A scorecard whose quantities are scores themselves, in weights that are no round floats."""
    quantity = {"kind": "quantity", "unit": "points", "value_points": {"-1": -1, "0": 0, "1": 1}}
    return {
        "id": "lines",
        "version": "1",
        "promise": "What lies on the line is on the line.",
        "groups": {"customer": 30, "business": 10},
        "criteria": {
            "a": {**quantity, "weight": 0.1},
            "b": {**quantity, "weight": 0.2},
            "c": {**quantity, "weight": 0.7, "group": "business"},
        },
        **more,
    }


def evaluated(
    folder: Path,
    card: dict[str, Any],
    cases: Sequence[dict[str, Any]],
    **tables: Sequence[dict[str, str]],
) -> cximpact.Evaluation:
    """Evaluate one proposal per case, without draws."""
    space: dict[str, Any] = {"scorecard": "scorecard.json", "as_of": "2026-03-01"}
    space |= {"currency": "EUR", "proposals": "proposals.csv"}
    found = {"proposals": [{"id": f"P{n}", "title": f"Case {n}", **c} for n, c in enumerate(cases)]}
    for name, rows in (found | tables).items():
        if isinstance(rows, dict):
            space[name] = rows
            continue
        space[name] = f"{name}.csv"
        with (folder / f"{name}.csv").open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    (folder / "scorecard.json").write_text(json.dumps(card))
    (folder / "cximpact.yaml").write_text(json.dumps(space))
    return cximpact.evaluate(folder, draws=0, analyses=[])


def quantities(scores: Sequence[dict[str, tuple[str, ...]]], **more: str) -> list[dict[str, str]]:
    """Rows that state (low, likely, high), or one figure, per proposal and criterion."""
    rows = []
    for n, stated in enumerate(scores):
        for criterion, figures in stated.items():
            low, likely, high = figures * 3 if len(figures) == 1 else figures
            rows.append(
                {
                    "proposal": f"P{n}",
                    "criterion": criterion,
                    "low": low,
                    "likely": likely,
                    "high": high,
                    **more,
                }
            )
    return rows


def mean(figures: Sequence[str]) -> Fraction:
    """The PERT mean, exactly."""
    low, likely, high = map(Fraction, figures * 3 if len(figures) == 1 else figures)
    return (low + 4 * likely + high) / 6


def outcome(evaluation: cximpact.Evaluation, n: int, gate: str) -> str:
    return next(each.outcome for each in evaluation[f"P{n}"].gates if each.gate == gate)


def test_the_floor_of_customer_value(tmp_path: Path) -> None:
    """(0.1 a + 0.2 b)/0.3 against -0.05: on the line passes, the least below fails."""
    scores = []
    for tenth, hair in product(TENTHS[:8], ("0", "0.00000001", "-0.00000001")):
        a = Fraction(tenth) / 4 + Fraction(hair)
        b = (LINE_VALUE * 3 - a) / 2 + Fraction(hair)
        scores.append({"a": (str(float(a)),), "b": (str(float(b)),)})
    evaluation = evaluated(tmp_path, scorecard(), [{}] * len(scores), quantities=quantities(scores))
    sides = []
    for n, stated in enumerate(scores):
        value = (mean(stated["a"]) + 2 * mean(stated["b"])) / 3
        sides.append(value == LINE_VALUE)
        wanted = "pass" if value >= LINE_VALUE else "fail"
        assert outcome(evaluation, n, "customer_value_floor") == wanted, (n, stated, float(value))
    assert sum(sides) >= 8


def test_the_score_that_is_harm(tmp_path: Path) -> None:
    """The PERT mean against -0.34."""
    figures = [("-0.34",), ("-0.34000001",), ("-0.33999999",)]
    for low, likely in product(("-0.9", "-0.7", "-0.61", "-0.5"), ("-0.35", "-0.33", "-0.31")):
        high = 6 * LINE_SCORE - 4 * Fraction(likely) - Fraction(low)
        figures += [(low, likely, f"{float(high + Fraction(h)):.8f}") for h in ("0", "-1/10000000")]
    figures = [each for each in figures if list(map(Fraction, each)) == sorted(map(Fraction, each))]
    scores = [{"a": each, "b": ("0.4",)} for each in figures]
    evaluation = evaluated(tmp_path, scorecard(), [{}] * len(scores), quantities=quantities(scores))
    assert len(figures) >= 12
    for n, each in enumerate(figures):
        wanted = "pass" if mean(each) >= LINE_SCORE else "fail"
        assert outcome(evaluation, n, "customer_harm") == wanted, each


def test_a_value_of_nothing_is_declined(tmp_path: Path) -> None:
    """0.75 (0.1 a + 0.2 b)/0.3 + 0.25 c = 0 exactly, for figures that cancel in decimals only."""
    scores = []
    for one, hair in product(TENTHS[:9], ("0", "0.0000001", "-0.0000001")):
        a, b = Fraction(one) / 4, Fraction("0.1")
        c = -(a + 2 * b) + Fraction(hair)
        scores.append({"a": (str(float(a)),), "b": ("0.1",), "c": (str(float(c)),)})
    card = scorecard(gates={"customer_evidence": "off"})
    evaluation = evaluated(tmp_path, card, [{}] * len(scores), quantities=quantities(scores))
    for n, stated in enumerate(scores):
        value = (mean(stated["a"]) + 2 * mean(stated["b"]) + mean(stated["c"])) / 4
        found = evaluation[f"P{n}"]
        assert found.action == ("approve" if value > 0 else "decline"), (stated, float(value))


def test_half_of_the_gain_rests_on_evidence(tmp_path: Path) -> None:
    """0.1 a / (0.1 a + 0.2 b) against 0.5, where a cites a fresh source and b does not."""
    scores = []
    for one, hair in product(("0.1", "0.2", "0.3", "0.6", "0.7", "0.9"), ("0", "1", "-1")):
        b = Fraction(one) / 2 + Fraction(hair) / 10**7
        scores.append({"a": (one,), "b": (str(float(b)),)})
    rows = quantities(scores)
    for row in rows:
        cites = row["criterion"] == "a"
        row |= {"source": "Trial" if cites else "", "date": "2026-01-15" if cites else ""}
    evaluation = evaluated(tmp_path, scorecard(), [{}] * len(scores), quantities=rows)
    for n, stated in enumerate(scores):
        wanted = "pass" if mean(stated["a"]) >= 2 * mean(stated["b"]) else "fail"
        assert outcome(evaluation, n, "customer_evidence") == wanted, stated


JOURNEY = {
    "stages": {
        "one": {
            "touchpoints": {
                "truth": {"moment_of_truth": True},
                "plain": {},
                "third": {},
                "fourth": {"importance": 2},
                "fifth": {"importance": 4},
            }
        }
    },
    "processes": {"work": {}, "more": {}},
    "ripples": [
        {"from": "work", "to": "third", "strength": 0.1},
        {"from": "work", "to": "more", "strength": 1},
        {"from": "more", "to": "third", "strength": 0.2},
        {"from": "more", "to": "fourth", "strength": 0.6},
    ],
}
POINTS = {"truth": 2, "plain": 1, "third": 1, "fourth": 2, "fifth": 4}
SHARES = {point: Fraction(tenths, 10) for point, tenths in POINTS.items()}


def journey_card() -> dict[str, Any]:
    criteria = {"path": {"kind": "journey", "weight": 1}}
    return scorecard(criteria=criteria, groups={"customer": 1}, journey=JOURNEY)


def test_harm_at_a_place_and_over_the_journey(tmp_path: Path) -> None:
    """An unknown condition is 0.5, below which U falls by 1.2 for 1; the shares are tenths.

    A third is no decimal; such figures are compared at nine decimals, as the method says.
    """
    stated = []
    for point, reach, low in product(
        ("plain", "truth"), ("0.1", "0.2", "0.3", "0.7", "1"), ("0", "-0.1", "-0.2")
    ):
        line = LINE_PLACE if point == "plain" else LINE_TRUTH
        whole = line / Fraction("0.2") / Fraction(reach)  # low + 4 likely + high
        for hair in ("0", "-0.000001"):
            likely = (whole - Fraction(low)) / 4 + Fraction(hair)
            if -Fraction(9, 10) < likely <= Fraction(low) or low == "0":
                stated.append([(point, reach, (f"{float(likely):.9f}",) * 2 + (low,))])
                exact = whole - 5 * Fraction(low)
                if exact <= Fraction(low) and exact > -1:
                    figures = (str(float(exact + Fraction(hair))), low, low)
                    stated.append([(point, reach, figures)])
    stated += [
        [("plain", "0.5", ("-0.5", "0", "0")), ("third", "0.3", ("-0.1", "-0.1", "0"))],
        [("fifth", "0.25", ("-1", "0", "0"))],
        [("fifth", "0.25", ("-1.0", "0", "0")), ("third", "0.1", ("-0.01", "0", "0"))],
        [("fourth", "0.5", ("-0.5", "0", "0")), ("plain", "0.5", ("-0.5", "0", "0"))],
        [
            ("third", "0.5", ("-0.5", "0", "0")),
            ("fourth", "0.5", ("-0.5", "0", "0")),
            ("plain", "0.5", ("-0.5", "0", "0")),
        ],
    ]
    rows = [
        {
            "proposal": f"P{n}",
            "touchpoint": point,
            "reach": reach,
            "basis": "opinion",
            **dict(zip(("low", "likely", "high"), figures, strict=True)),
        }
        for n, effects in enumerate(stated)
        for point, reach, figures in effects
        if list(map(Fraction, figures)) == sorted(map(Fraction, figures))
    ]
    used = {row["proposal"] for row in rows}
    evaluation = evaluated(tmp_path, journey_card(), [{}] * len(stated), effects=rows)
    on_the_line = 0
    for n, effects in enumerate(stated):
        if f"P{n}" not in used:
            continue
        harm = {
            point: round(Fraction("1.2") * Fraction(reach) * mean(figures), 9)
            for point, reach, figures in effects
        }
        lines = {point: LINE_TRUTH if point == "truth" else LINE_PLACE for point in harm}
        over = round(sum(SHARES[point] * each for point, each in harm.items()), 9)
        worst = min(mean(figures) for _, _, figures in effects)
        bad = any(harm[p] < lines[p] for p in harm) or over < LINE_JOURNEY or worst < LINE_CHANGE
        on_the_line += any(harm[p] == lines[p] for p in harm) or over == LINE_JOURNEY
        found = outcome(evaluation, n, "customer_harm")
        assert found == ("fail" if bad else "pass"), (effects, float(over))
    assert on_the_line >= 8


def test_the_change_that_is_harm_whatever_its_reach(tmp_path: Path) -> None:
    """Strength by mean change against -0.3; paths of 0.1 and 0.2 add up to 0.3."""
    stated = [
        *[("work", "0.001", (each,)) for each in ("-1", "-0.5", "-0.50000001", "-0.49999999")],
        *[("more", "0.01", (each,)) for each in ("-0.5", "-0.500001")],
        *[("third", "0.01", (each,)) for each in ("-0.3", "-0.30000001", "-0.29999999")],
        ("third", "0.02", ("-0.6", "-0.25", "-0.2")),
        ("third", "0.02", ("-0.7", "-0.25", "-0.1")),
        ("third", "0.02", ("-0.7", "-0.25", "-0.1000001")),
    ]
    strength = {"work": Fraction("0.6"), "more": Fraction("0.6"), "third": Fraction(1)}
    rows = [
        {
            "proposal": f"P{n}",
            "touchpoint": point,
            "reach": reach,
            "basis": "opinion",
            **dict(zip(("low", "likely", "high"), f * 3 if len(f) == 1 else f, strict=True)),
        }
        for n, (point, reach, f) in enumerate(stated)
    ]
    evaluation = evaluated(tmp_path, journey_card(), [{}] * len(stated), effects=rows)
    for n, (point, _, figures) in enumerate(stated):
        wanted = "fail" if strength[point] * mean(figures) < LINE_CHANGE else "pass"
        assert outcome(evaluation, n, "customer_harm") == wanted, (point, figures)


@pytest.mark.parametrize(
    ("costs", "limit"),
    [
        (("0.10", "0.20"), "0.30"),
        (("0.10", "0.70"), "0.80"),
        (("33.33", "33.33", "33.34"), "100.00"),
        (("0.01",) * 10, "0.10"),
        (("1234567890123.45", "0.10", "0.20"), "1234567890123.75"),
        (("1.10", "2.20"), "3.30"),
    ],
)
def test_a_budget_that_is_used_up_to_the_last_cent(costs, limit, tmp_path: Path) -> None:
    scores = [{"a": ("0.3",), "b": ("0.3",), "c": ("0.3",)} for _ in costs]
    for at, less in enumerate(("0.00", "0.01")):
        folder = tmp_path / str(at)
        folder.mkdir()
        least = str(Decimal(limit) - Decimal(less))
        evaluation = evaluated(
            folder,
            scorecard(gates={"customer_evidence": "off"}),
            [{"cost": f"EUR {each}"} for each in costs],
            quantities=quantities(scores),
            budgets={"all": {"limit": f"EUR {least}"}},
        )
        chosen = [each.action == "approve" for each in evaluation.recommendations]
        assert all(chosen) == (at == 0)


def test_an_age_that_is_the_most(tmp_path: Path) -> None:
    """16 months of 30.4375 days are 487 days: then a half-life of 16 months leaves exactly half."""
    from cximpact.evidence.freshness import age_in_months, freshness, is_fresh

    day = date(2026, 3, 1)
    ages = [age_in_months(day - timedelta(days=days), day) for days in (486, 487, 488)]
    assert [is_fresh(freshness(age, 16.0), 0.5) for age in ages] == [True, True, False]
