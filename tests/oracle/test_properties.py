"""What must hold whatever the input: through the public function, on made-up workspaces."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import made_common
import oracle_cases
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_reading import WORDS

import cximpact

Row = dict[str, Any]
OUTCOMES = ["pass", "not applicable", "undetermined", "fail"]
JOURNEYS = [0, 1, 2, 4, 5, 6, 8, 9, 10, 12]  # seeds of cases with effects


def made(seed: int, folder: Path, without: tuple[str, ...] = ("budgets", "rules")) -> Row:
    """Write a made-up workspace without what could make its selection impossible."""
    oracle_cases.write_case(seed, folder)
    spec: Row = json.loads((folder / "cximpact.yaml").read_text(encoding="utf-8"))
    for part in without:
        spec.pop(part, None)
    made_common.save(folder / "cximpact.yaml", spec)
    rows = table(folder, "proposals")
    for row in rows:
        row |= {"requires": "", "excludes": ""}
    made_common.save_rows(folder / "proposals.csv", rows)
    return spec


def table(folder: Path, name: str) -> list[Row]:
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def evaluated(folder: Path) -> dict[str, Row]:
    text = cximpact.evaluate(folder / "cximpact.yaml").to_json()
    return {one["proposal"]: one for one in json.loads(text)["recommendations"]}


def outcome(recommendation: Row, gate: str) -> int:
    """Return how bad a gate's answer is; 0 where it is not run."""
    found = {one["gate"]: one["outcome"] for one in recommendation["gates"]}
    return OUTCOMES.index(found.get(gate, "pass"))


# -- better is never worse -------------------------------------------------------------------------


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4), st.data())
@settings(max_examples=25)
def test_a_better_answer_never_lowers_the_value(answers: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(answers) - 1))
    better = data.draw(st.integers(answers[at], 3))
    raised = [*answers[:at], better, *answers[at + 1 :]]
    values = []
    for given_answers in (answers, raised):
        ratings = [
            {"proposal": "A", "criterion": "ease", "rating": answer, "rater": f"R{n}"}
            for n, answer in enumerate(given_answers)
        ]
        result = cximpact.evaluate(
            proposals=[{"id": "A", "clear": 1}], weights={"ease": 2, "clear": 1}, ratings=ratings
        )
        values.append(result["A"].value.expected)
    assert values[1] >= values[0]


@pytest.mark.parametrize("seed", JOURNEYS)
def test_a_more_negative_effect_never_helps(seed: int, tmp_path: Path) -> None:
    """Lower every figure of one effect: the value does not rise, the harm gate does not relent."""
    made(seed, tmp_path)
    before, rows = evaluated(tmp_path), table(tmp_path, "effects")
    changed = next(row for row in rows if row["proposal"] in before)
    if changed.get("change"):
        changed |= dict.fromkeys(("low", "likely", "high"), WORDS[changed["change"]])
    for less in (0.1, 0.35):
        worse = {end: max(float(changed[end]) - less, -1) for end in ("low", "likely", "high")}
        worse["change"] = ""
        lowered = [{**row, **(worse if row is changed else {})} for row in rows]
        made_common.save_rows(tmp_path / "effects.csv", lowered)
        after, one = evaluated(tmp_path), changed["proposal"]
        assert after[one]["value"]["expected"] <= before[one]["value"]["expected"]
        assert after[one]["customer_value"] is None or (
            after[one]["customer_value"] <= before[one]["customer_value"]
        )
        assert outcome(after[one], "customer_harm") >= outcome(before[one], "customer_harm")


# -- one proposal is none of another's business ----------------------------------------------------


@pytest.mark.parametrize("seed", range(20, 30))
def test_without_a_proposal_nothing_changes_for_the_others(seed: int, tmp_path: Path) -> None:
    """Scores, values, what happens at touchpoints, and answers of gates: the same to the bit."""
    made(seed, tmp_path)
    before = evaluated(tmp_path)
    gone = sorted(before)[0]
    for name, key in [("proposals", "id"), *((t, "proposal") for t in TABLES)]:
        rows = [row for row in table(tmp_path, name) if row[key] != gone]
        if (tmp_path / f"{name}.csv").exists():
            _save_even_if_empty(tmp_path / f"{name}.csv", rows)
    after = evaluated(tmp_path)
    assert set(after) == set(before) - {gone}
    for name, one in after.items():
        for part in ("value", "customer_value", "business_value", "coverage", "touchpoints"):
            assert one[part] == before[name][part]
        scores = [[c["criterion"], c["score"], c["contribution"]] for c in one["criteria"]]
        known = [[c["criterion"], c["score"], c["contribution"]] for c in before[name]["criteria"]]
        assert scores == known
        gates = {g["gate"]: g["outcome"] for g in before[name]["gates"]}
        assert all(gates[g["gate"]] == g["outcome"] for g in one["gates"])


TABLES = ("ratings", "effects", "quantities", "costs")


def _save_even_if_empty(path: Path, rows: list[Row]) -> None:
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(header + "\n", encoding="utf-8")
    if rows:
        made_common.save_rows(path, rows)


# -- units of measurement do not matter ------------------------------------------------------------


@given(
    amounts=st.lists(st.integers(0, 10_000), min_size=4, max_size=4),
    worth=st.lists(st.integers(-9_000, 30_000), min_size=4, max_size=4),
    limit=st.integers(1_000, 20_000),
)
@settings(max_examples=15)
def test_amounts_in_another_currency_lead_to_the_same(amounts, worth, limit, tmp_path_factory):
    """At 0.80 EUR for a dollar, five dollars are four euros: every figure and action is equal."""
    folder = tmp_path_factory.mktemp("money")
    results = []
    for currency, unit in (("EUR", 4), ("USD", 5)):
        proposals = [
            {"id": f"P{n}", "cost": f"{currency} {amount * unit}", "ease": 1 + n % 3}
            for n, amount in enumerate(amounts)
        ]
        quantities = [
            {"proposal": f"P{n}", "criterion": "return", "amount": a * unit, "currency": currency}
            for n, a in enumerate(worth)
        ]
        made_common.save(folder / "scorecard.json", MONEY)
        spec = {
            "scorecard": "scorecard.json",
            "as_of": "2026-03-01",
            "currency": "EUR",
            "rates": [{"from": "USD", "to": "EUR", "rate": 0.8, "date": "2026-02-27"}],
            "proposals": {"rows": proposals},
            "quantities": {"rows": quantities},
            "budgets": {"all": {"limit": f"{currency} {limit * unit}"}},
        }
        made_common.save(folder / "cximpact.yaml", spec)
        found = evaluated(folder)
        results.append({name: _core(one) for name, one in found.items()})
    assert results[0] == results[1]


MONEY = {
    "criteria": {
        "ease": {"weight": 1, "question": "Easier or harder?"},
        "return": {
            "group": "business",
            "kind": "quantity",
            "weight": 1,
            "unit": "EUR",
            "value_points": [{"amount": a, "score": s} for a, s in ((-9e4, -1), (0, 0), (9e4, 1))],
        },
    }
}


def _core(one: Row) -> list[Any]:
    scores = [round(c["score"], 8) for c in one["criteria"]]
    return [one["rank"], one["action"], round(one["value"]["expected"], 8), one["cost"], scores]


@given(st.lists(st.integers(0, 8), min_size=2, max_size=5))
@settings(max_examples=20)
def test_answers_on_another_scale_score_alike(halves: list[int]) -> None:
    """1 to 5 by halves, 0 to 100, and 5 to 1 reversed, each with the middle for no change."""
    answers = [1 + half / 2 for half in halves]
    ways = {
        (1, 3, 5): answers,
        (0, 50, 100): [(a - 1) * 25 for a in answers],
        (5, 3, 1): [6 - a for a in answers],
    }
    results = []
    for scale, given_answers in ways.items():
        scorecard = {
            "criteria": {"ease": {"weight": 1, "question": "Easier?", "scale": list(scale)}}
        }
        rows = [{"id": f"P{n}", "ease": answer} for n, answer in enumerate(given_answers)]
        result = cximpact.evaluate(proposals=rows, scorecard=scorecard)
        results.append({one.proposal: one.value.expected for one in result})
    for other in results[1:]:
        assert other == pytest.approx(results[0], abs=1e-12)


# -- what does not count evidences nothing ---------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "day", "expected"),
    [
        ("sales", "2026-01-15", "pass"),
        ("", "2026-01-15", "pass"),
        ("risk", "2026-01-15", "fail"),  # the proposal's own unit is shown, not counted
        ("sales", "2026-03-02", "fail"),  # after the day of the decision
        ("sales", "2025-02-15", "fail"),  # older than a half-life
    ],
)
def test_only_a_counting_answer_with_a_fresh_source_evidences_a_gain(
    unit: str, day: str, expected: str
) -> None:
    cited = {"rater": "R1", "unit": unit, "source": "Interviews", "date": day}
    other = {"rater": "R2", "unit": "it", "source": "", "date": ""}
    stale = {"rater": "R3", "unit": "it", "source": "Old talks", "date": "2020-01-01"}
    ratings = [
        {"proposal": "A", "criterion": "ease", "rating": 2, **one} for one in (cited, other, stale)
    ]
    result = cximpact.evaluate(
        proposals=[{"id": "A", "unit": "risk"}],
        weights={"ease": 1},
        ratings=ratings,
        as_of="2026-03-01",
    )
    (gate,) = [one for one in result["A"].gates if one.gate == "customer_evidence"]
    assert gate.outcome == expected
