"""A made-up round of any size: 12 criteria, 20 touchpoints, three budgets, rules among proposals.

``python tests/benchmarks/large_round.py FOLDER [PROPOSALS] [seed]`` writes it as a workspace of CSV
files that ``cximpact evaluate FOLDER --quick`` reads. Two journey criteria, eight ratings and two
quantities stand for the customer and the company as lists in practice have them: one to three
effects per proposal, ratings and amounts in columns of the list, three funds, one proposal in ten
that requires another, one in twenty in a group of three of which at most one may go.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

FUNDS = ("capex", "opex", "bonds")
RATINGS = ("ease", "clarity", "trust", "prevention", "staff", "fit", "risk", "speed")
STAGES, POINTS, PROCESSES = 4, 20, 6
ANSWERS = 20_000


def _scorecard() -> dict[str, object]:
    points = [f"t{at:02}" for at in range(POINTS)]
    criteria: dict[str, object] = {
        "journey": {"kind": "journey", "weight": 40, "group": "customer"},
        "recovery": {
            "kind": "journey",
            "weight": 20,
            "group": "customer",
            "touchpoints": points[:10],
        },
    }
    for at, name in enumerate(RATINGS):
        criteria[name] = {"weight": 10, "group": "customer" if at < 4 else "business"}
    for name in ("return", "saving"):
        criteria[name] = {
            "kind": "quantity",
            "unit": "EUR",
            "weight": 20,
            "group": "business",
            "value_points": {"-1000000": -1, "0": 0, "1000000": 1},
        }
    stages = {
        f"s{stage}": {
            "touchpoints": {
                point: {"volume": 1000 * (1 + at), "moment_of_truth": at % 7 == 0}
                for at, point in enumerate(points)
                if at % STAGES == stage
            }
        }
        for stage in range(STAGES)
    }
    ripples = [
        {"from": f"p{at % PROCESSES}", "to": points[at], "strength": 0.3 + 0.02 * at}
        for at in range(POINTS)
    ] + [{"from": "p0", "to": "p1", "strength": 0.5}, {"from": "p1", "to": "p2", "strength": 0.5}]
    return {
        "id": "large-round",
        "promise": "Made up to be large.",
        "groups": {"customer": 60, "business": 40},
        "criteria": criteria,
        "journey": {
            "stages": stages,
            "processes": {f"p{at}": {"unit": f"unit-{at}"} for at in range(PROCESSES)},
            "ripples": ripples,
        },
        "measures": {
            "csat": {
                "kind": "share",
                "success": {"at_least": 4},
                "anchors": {"broken": 0.5, "reliable": 0.8, "differentiating": 0.95},
            }
        },
    }


def _list(count: int, random: np.random.Generator) -> pd.DataFrame:
    ids = np.array([f"P{at:06}" for at in range(count)])
    needs = np.full(count, "", dtype=object)
    for one in random.choice(count, count // 10, replace=False).tolist():
        other = int(random.integers(count))
        needs[one] = "" if other == one else ids[other]
    frame = pd.DataFrame(
        {
            "id": ids,
            "title": [f"Proposal {at} of the made-up round" for at in range(count)],
            "unit": [f"unit-{at}" for at in random.integers(0, 12, count)],
            "statement": "You will wait two days less for an answer to your question.",
            "requires": needs,
        }
    )
    for name in RATINGS:
        frame[name] = random.choice([-1, 0, 1, 2, 3], count, p=[0.05, 0.3, 0.3, 0.25, 0.1])
    for name in ("return", "saving"):
        frame[name] = random.integers(-200_000, 900_000, count)
    first = random.integers(0, len(FUNDS), count)
    for at, fund in enumerate(FUNDS):
        paid = (first == at) | (random.random(count) < 0.3)
        frame[fund] = np.round(random.lognormal(11, 1, count) * paid, 2)
    return frame


def _effects(count: int, random: np.random.Generator) -> pd.DataFrame:
    each = random.integers(1, 4, count)
    rows = int(each.sum())
    process = random.random(rows) < 0.2
    target = np.where(
        process,
        np.char.add("p", random.integers(0, PROCESSES, rows).astype(str)),
        np.char.add("t", np.char.zfill(random.integers(0, POINTS, rows).astype(str), 2)),
    )
    likely = random.choice([-0.1, 0.1, 0.2, 0.3], rows, p=[0.04, 0.36, 0.36, 0.24])
    return pd.DataFrame(
        {
            "proposal": np.repeat([f"P{at:06}" for at in range(count)], each),
            "touchpoint": np.where(process, "", target),
            "process": np.where(process, target, ""),
            "low": np.round(likely - 0.05, 3),
            "likely": likely,
            "high": np.round(likely + 0.05, 3),
            "reach": np.round(random.uniform(0.1, 1, rows), 2),
            "basis": random.choice(["trial", "pilot", "analogue", "opinion"], rows),
            "source": "trial in two regions",
            "date": "2025-11-30",
        }
    ).drop_duplicates(["proposal", "touchpoint", "process"])


def _answers(random: np.random.Generator) -> pd.DataFrame:
    days = pd.Timestamp("2026-02-28") - pd.to_timedelta(random.integers(0, 300, ANSWERS), unit="D")
    return pd.DataFrame(
        {
            "touchpoint": np.char.add(
                "t", np.char.zfill(random.integers(0, POINTS - 1, ANSWERS).astype(str), 2)
            ),
            "measure": "csat",
            "date": days.strftime("%Y-%m-%d"),
            "value": random.integers(1, 6, ANSWERS),
        }
    )


def _workspace(frame: pd.DataFrame, random: np.random.Generator) -> dict[str, object]:
    ids = frame["id"].to_numpy()
    groups = random.permutation(len(ids))[: max(3, len(ids) // 20) // 3 * 3].reshape(-1, 3)
    return {
        "scorecard": "scorecard.yaml",
        "as_of": "2026-03-01",
        "currency": "EUR",
        "proposals": {
            "path": "proposals.csv",
            "columns": {
                "costs": [{"column": fund, "currency": "EUR", "fund": fund} for fund in FUNDS],
                "ratings": {name: name for name in RATINGS},
                "quantities": {
                    name: {"column": name, "currency": "EUR"} for name in ("return", "saving")
                },
            },
        },
        "effects": "effects.csv",
        "evidence": {"answers": {"path": "answers.csv", "channel": "survey"}},
        "budgets": {
            fund: {"limit": f"EUR {frame[fund].sum() * 0.3:.2f}", "where": {"fund": fund}}
            for fund in FUNDS
        },
        "rules": {
            "at_most_one": {
                f"group-{at}": sorted(ids[list(group)].tolist()) for at, group in enumerate(groups)
            }
        },
    }


def write_large_round(folder: Path, count: int = 10_000, seed: int = 0) -> Path:
    """Write the workspace into a folder and return the folder."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    frame = _list(count, random)
    frame.to_csv(folder / "proposals.csv", index=False)
    _effects(count, random).to_csv(folder / "effects.csv", index=False)
    _answers(random).to_csv(folder / "answers.csv", index=False)
    for name, document in (
        ("scorecard.yaml", _scorecard()),
        ("cximpact.yaml", _workspace(frame, random)),
    ):
        (folder / name).write_text(json.dumps(document, indent=1), encoding="utf-8")
    return folder


if __name__ == "__main__":
    write_large_round(Path(sys.argv[1]), *(int(each) for each in sys.argv[2:]))
