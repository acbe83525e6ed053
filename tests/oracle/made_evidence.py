"""Random evidence: single observations and aggregated figures of the five kinds of measure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from made_common import AS_OF, Row, criteria_of, days_ago, points_of, save_rows, some

CHANNELS = ["survey", "complaint", "call", "kpi", "in-store"]


def make_evidence(random: Random, scorecard: Row, folder: Path) -> Row:
    points, criteria = points_of(scorecard), criteria_of(scorecard, "journey")
    blocks: Row = {}
    for n in range(random.randint(1, 5)):
        measure = random.choice([*scorecard["measures"]])
        aggregated = random.random() < 0.4
        make = _aggregated if aggregated else _single
        rows: list[Row] = []
        for point in some(random, points, 1):
            named = random.choice(["", "", "", "", *criteria])
            place = {"touchpoint": point, "measure": measure, "criterion": named}
            rows += [{**place, **row} for row in make(random, measure)]
        random.shuffle(rows)
        blocks[f"source{n}"] = {
            "path": save_rows(folder / f"source{n}.csv", rows),
            "kind": "measurements" if aggregated else "observations",
            "channel": random.choice(CHANNELS),
        }
    return blocks


def _single(random: Random, measure: str) -> list[Row]:
    """Return single observations of one measure at one touchpoint, some after the day."""
    rows: list[Row] = []
    lean = random.random()
    for _ in range(random.choice([1, 4, 30])):
        # Days around the ends of the windows are left out: half a day decides nothing there.
        ago = random.choice([-20, 0, 3, 40, 100, 170, 250, 350, 500, 690, 800])
        row: Row = {"date": (AS_OF - timedelta(days=ago)).isoformat(), "value": ""}
        if measure == "rate":
            row["count"] = random.randint(0, 30)
            row |= {"exposure": random.randint(100, 900)} if lean < 0.4 else {}
        elif measure == "kpi":
            row["date"] = days_ago(random, 160)
            row["value"] = round(random.uniform(1, 90), 1)
        elif random.random() < 0.9:
            low, high = {"share": (1, 5), "nps": (0, 10), "mean": (1, 7)}[measure]
            top = high if random.random() < lean else low + (high - low) // 2
            row["value"] = random.randint(low, top)
        rows.append(row)
    if measure == "kpi":  # one figure a day, or the last would not be one
        rows = [*{row["date"]: row for row in rows}.values()]
    return rows


def _aggregated(random: Random, measure: str) -> list[Row]:
    row: Row = {"date": days_ago(random, 160)}
    n = random.choice([1, 6, 40, 400])
    if measure == "share":
        return [{**row, "n": n, "successes": random.randint(0, n)}]
    if measure == "nps":
        high = random.randint(0, n)
        return [{**row, "n": n, "promoters": high, "detractors": random.randint(0, n - high)}]
    if measure == "rate":
        return [{**row, "count": random.randint(0, 60), "exposure": random.randint(200, 9000)}]
    if measure == "kpi":
        stated = {} if random.random() < 0.5 else {"error": round(random.uniform(0.5, 6), 2)}
        return [{**row, "figure": round(random.uniform(1, 90), 1), **stated}]
    return [{**row, "n": n, "figure": round(random.uniform(1, 7), 2), "error": 0.2}]
