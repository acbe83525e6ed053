"""The main job against its limits, as ratios measured in one run.

Run it with ``python tests/benchmarks/main_job.py``; each figure is the best of three.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

import cximpact
from cximpact.demo import write_demo

RATED = 100_000
CRITERIA = 12
ROWS = 2_000_000
MEASURE = """
id: bench
criteria: {journey: {kind: journey, weight: 1}}
journey: {stages: {use: {touchpoints: {t0: {}, t1: {}, t2: {}, t3: {}}}}}
measures:
  csat:
    kind: share
    success: {at_least: 4}
    anchors: {broken: 0.5, reliable: 0.8, differentiating: 0.95}
"""
WORKSPACE = """
scorecard: scorecard.yaml
as_of: 2026-03-01
proposals: {rows: [{id: P1}]}
evidence: {answers: {path: answers.parquet, channel: survey}}
"""


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the seconds of the fastest of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def ranking() -> tuple[str, float, float]:
    """A frame of ratings to a ranked frame, against the weighted sum and the sort alone."""
    random = np.random.default_rng(0)
    ratings = random.integers(-3, 4, (RATED, CRITERIA))
    names = [f"c{number:02}" for number in range(CRITERIA)]
    frame = pd.DataFrame(ratings, columns=names).assign(id=[f"P{at:06}" for at in range(RATED)])
    weights = dict.fromkeys(names, 1.0)
    plain = ratings.astype(np.float64)
    limit = best(lambda: np.argsort(plain @ np.full(CRITERIA, 1 / CRITERIA)))
    ours = best(lambda: cximpact.evaluate(proposals=frame, weights=weights), times=1)
    return f"{RATED:,} x {CRITERIA} ratings to a ranking / X @ w and argsort", ours, limit


def evidence(folder: Path) -> tuple[str, float, float]:
    """Rows of Parquet to an evaluation, against the same groups in bare SQL."""
    answers = folder / "answers.parquet"
    duckdb.sql(
        f"COPY (SELECT 't' || (i % 4) AS touchpoint, 'csat' AS measure, DATE '2026-02-01' AS date, "
        f"(i * 7 % 5) + 1 AS value FROM range({ROWS}) r(i)) TO '{answers}' (FORMAT parquet)"
    )
    (folder / "scorecard.yaml").write_text(MEASURE, encoding="utf-8")
    (folder / "cximpact.yaml").write_text(WORKSPACE, encoding="utf-8")
    query = (
        f"SELECT touchpoint, measure, count(*), sum((value >= 4)::INT), max(date) "
        f"FROM '{answers}' GROUP BY ALL"
    )
    limit = best(lambda: duckdb.sql(query).fetchall())
    ours = best(lambda: cximpact.evaluate(folder))
    return f"{ROWS:,} Parquet rows to conditions / the same groups in bare SQL", ours, limit


def start_up() -> tuple[str, float, float]:
    """`cximpact --version` against a Python that does nothing."""
    ours = best(lambda: _run("-m", "cximpact", "--version"), times=5)
    return "cximpact --version / python -c pass", ours, best(lambda: _run("-c", "pass"), times=5)


def demo(folder: Path) -> tuple[str, float, float]:
    """The demo, start to end, against importing pandas and DuckDB."""
    write_demo(folder / "demo")
    ours = best(lambda: _run("-m", "cximpact", "evaluate", str(folder / "demo")))
    limit = best(lambda: _run("-c", "import pandas, duckdb, highspy"))
    return "cximpact evaluate DEMO / import pandas, duckdb, highspy", ours, limit


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def main() -> None:
    """Measure and print the table."""
    table = Table("what / against what", "seconds", "limit, seconds", "ratio")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, ours, limit in (start_up(), demo(folder), ranking(), evidence(folder)):
            table.add_row(title, f"{ours:.3f}", f"{limit:.4f}", f"{ours / limit:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
