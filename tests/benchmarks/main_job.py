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

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

import cximpact
from cximpact.demo import write_demo

RATED = 100_000
CRITERIA = 12


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
        for title, ours, limit in (start_up(), demo(folder), ranking()):
            table.add_row(title, f"{ours:.3f}", f"{limit:.4f}", f"{ours / limit:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
