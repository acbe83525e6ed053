"""What the makers of random cases share: draws, days and writing files."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

Row = dict[str, Any]

AS_OF = date(2026, 3, 1)
UNITS = ["risk", "sales", "it", ""]


def save(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")


def save_rows(path: Path, rows: list[Row]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path.name


def some(random: Random, of: list[Any], at_least: int = 0) -> list[Any]:
    return random.sample(of, random.randint(min(at_least, len(of)), len(of)))


def days_ago(random: Random, most: int, least: int = 0) -> str:
    return (AS_OF - timedelta(days=random.randint(least, most))).isoformat()


def three(random: Random, low: float, high: float, digits: int = 2) -> list[float]:
    return sorted(round(random.uniform(low, high), digits) for _ in range(3))


def points_of(scorecard: Row) -> list[str]:
    """Return the ids of all touchpoints."""
    return [t for stage in scorecard["journey"]["stages"].values() for t in stage["touchpoints"]]


def criteria_of(scorecard: Row, kind: str) -> list[str]:
    return [k for k, c in scorecard["criteria"].items() if c["kind"] == kind]
