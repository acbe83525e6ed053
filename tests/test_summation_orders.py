"""In whatever order rows are given and summed, the decision is the same to the byte."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import cximpact

ORDERS = 120
FUNDS, TENTHS = ("capex", "opex", "grant"), ("0.1", "0.2", "0.3", "0.7", "1.1", "33.33", "0.07")
SCORECARD = {
    "id": "orders",
    "version": "1",
    "promise": "The order of rows decides nothing.",
    "groups": {"customer": 30, "business": 10},
    "criteria": {
        "a": {"weight": 0.1, "question": "How much easier?"},
        "b": {"weight": 0.2, "question": "How much clearer?"},
        "path": {"kind": "journey", "weight": 0.7},
        "c": {"weight": 1, "group": "business", "question": "What does it bring?"},
    },
    "journey": {
        "stages": {"one": {"touchpoints": {"x": {"moment_of_truth": True}, "y": {}, "z": {}}}},
        "processes": {"work": {}, "more": {}},
        "ripples": [
            {"from": "work", "to": "x", "strength": 0.1},
            {"from": "work", "to": "more", "strength": 0.7},
            {"from": "more", "to": "x", "strength": 0.2},
            {"from": "more", "to": "y", "strength": 0.3},
        ],
    },
    # No table of sources, so that evidence for claims is not asked for.
    "gates": {"customer_evidence": "off", "customer_voice": "off", "customer_harm": "warn"},
    "measures": {
        "ease": {
            "kind": "mean",
            "scale": [1, 7],
            "anchors": {"broken": 2, "reliable": 4, "differentiating": 6},
        }
    },
}
SPACE = {
    "scorecard": "scorecard.json",
    "as_of": "2026-03-01",
    "currency": "EUR",
    "seed": 7,
    "draws": 100,
    "proposals": "proposals.csv",
    "costs": "costs.csv",
    "ratings": "ratings.csv",
    "effects": "effects.csv",
    "budgets": {fund: {"limit": "EUR 70.00", "where": {"fund": fund}} for fund in FUNDS},
    "evidence": {
        "calls": {
            "path": "calls.csv",
            "channel": "survey",
            "columns": {"date": "day", "value": "ease"},
            "map": [
                {"when": {"place": "x"}, "touchpoint": "x", "measure": "ease"},
                {"when": {"place": "y"}, "touchpoint": "y", "measure": "ease"},
            ],
        }
    },
}


def _tables() -> dict[str, list[dict[str, str]]]:
    """Rows whose floating-point sums depend on their order, the same each time."""
    chance = random.Random(11)
    ids = [f"P{n}" for n in range(12)]
    bases = ("opinion", "benchmark", "analogue")
    return {
        "proposals": [{"id": key, "title": f"Proposal {key}", "unit": "it"} for key in ids],
        "costs": [
            {"proposal": key, "amount": chance.choice(TENTHS), "fund": chance.choice(FUNDS)}
            for key in ids
            for _ in range(7)
        ],
        "ratings": [
            {
                "proposal": key,
                "criterion": c,
                "rating": str(chance.randint(-1, 3)),
                "rater": f"R{r}",
            }
            for key in ids
            for c in "abc"
            for r in range(5)
        ],
        "effects": [
            {
                "proposal": key,
                "touchpoint": chance.choice(("x", "y", "z", "work", "more")),
                "change": chance.choice(("0.1", "0.2", "0.3", "-0.1", "0.07", "-0.03")),
                "reach": chance.choice(("0.1", "0.3", "0.7")),
                "basis": chance.choice(bases),
            }
            for key in ids
            for _ in range(6)
        ],
        "calls": [
            {
                "day": f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}",
                "place": chance.choice("xy"),
                "ease": chance.choice(("1.1", "2.3", "4.7", "5.9", "6.1", "3.3")),
            }
            for n in range(300)
        ],
    }


def _decided(folder: Path, tables: dict[str, list[dict[str, str]]]) -> str:
    for name, rows in tables.items():
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (folder / f"{name}.csv").write_text(stream.getvalue())
    evaluation = cximpact.evaluate(folder, analyses=[])
    data = json.loads(evaluation.to_json())
    # What tells one order of a file from another, and nothing else.
    assert data.pop("id")
    assert data.pop("inputs")
    return json.dumps(data, sort_keys=True)


def test_120_orders_of_rows_give_one_decision(tmp_path: Path) -> None:
    (tmp_path / "scorecard.json").write_text(json.dumps(SCORECARD))
    (tmp_path / "cximpact.yaml").write_text(json.dumps(SPACE))
    tables = _tables()
    first = _decided(tmp_path, tables)
    actions = {each["action"] for each in json.loads(first)["recommendations"]}
    assert len(actions) >= 2, "a budget that all fit into, or none, would decide nothing"
    chance = random.Random(3)
    others = 0
    for _ in range(ORDERS):
        mixed = {name: chance.sample(rows, len(rows)) for name, rows in tables.items()}
        others += mixed != tables
        assert _decided(tmp_path, mixed) == first
    assert others == ORDERS


def test_the_rows_would_sum_to_other_floats_in_other_orders() -> None:
    """The test above would prove nothing with figures that sum alike in every order."""
    chance, tables = random.Random(3), _tables()
    for name, column in (("costs", "amount"), ("effects", "change"), ("calls", "ease")):
        amounts = [float(row[column]) for row in tables[name]]
        sums = {sum(chance.sample(amounts, len(amounts))) for _ in range(50)}
        assert len(sums) > 5, name
