"""A whole evaluation at scale: 10,000 and 100,000 proposals from CSV files to a decision.

Run it with ``python tests/benchmarks/whole_round.py [--quick] [--draws]``; ``--quick`` leaves out
100,000 proposals, ``--draws`` adds 10,000 of them with every draw and analysis. The round is that
of `large_round`: 12 criteria, 20 touchpoints, three budgets, rules among proposals.

Each figure is of a child process from its start to the decision, imports included, and the least
of some runs. What it is held against reads the same files with `pandas.read_csv` and weighs the
ratings with ``X @ w``: it checks nothing, and decides nothing.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.table import Table

# Heavy imports stand where they are needed: a child process pays for its own only.

SECONDS = {10_000: 5.0, 100_000: 60.0}
MEGABYTES = {10_000: 600, 100_000: 3_000}
DRAWN = 10_000
RUNS = 3
# What `evaluate` tells when reading is over, and when scores are there.
READ, SCORED = "assessing touchpoints", "selecting"


class Spent(NamedTuple):
    """What one child process used: CPU seconds, peak memory, and seconds of each part."""

    seconds: float
    megabytes: float
    parts: dict[str, float]


def evaluated(folder: Path, drawn: bool) -> Spent:
    """Evaluate a folder in this process."""
    from cximpact import evaluate

    reached: dict[str, float] = {}
    start = time.process_time()

    def progress(told: str) -> None:
        reached.setdefault(told, time.process_time())

    if drawn:
        evaluate(folder, progress=progress)
    else:
        evaluate(folder, draws=0, analyses=[], progress=progress)
    end = time.process_time()
    read, scored = reached[READ], reached[SCORED]
    parts = {
        "starting": start,
        "reading": read - start,
        "scoring": scored - read,
        "deciding": end - scored,
    }
    return Spent(end, _peak(), parts)


def bare(folder: Path) -> Spent:
    """Read the same files with pandas and weigh their ratings, in this process."""
    import numpy as np
    import pandas as pd

    found = {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}
    rated = found["proposals"].select_dtypes("number").to_numpy(np.float64)
    np.argsort(rated @ np.full(rated.shape[1], 1 / rated.shape[1]))
    return Spent(time.process_time(), _peak(), {})


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def least(what: str, folder: Path, runs: int = RUNS) -> Spent:
    """Return the run of a child process that took least."""
    call = [sys.executable, __file__, what, str(folder)]
    found = []
    for _ in range(runs):
        told = subprocess.run(call, check=True, capture_output=True, text=True).stdout
        found.append(Spent(**json.loads(told)))
    return min(found, key=lambda each: each.seconds)


def add_rows(table: Table, count: int, folder: Path, what: str, runs: int) -> None:
    """Measure one size and add its rows: seconds, memory, and the share of each part."""
    ours, limit = least(what, folder, runs), least("bare", folder, runs)
    name = f"{count:,} proposals" + (", draws and analyses" if what == "drawn" else "")
    goal = SECONDS[count] if what == "plain" else None
    room = MEGABYTES[count] if what == "plain" else None
    table.add_row(
        f"{name}, CPU s / read_csv and X @ w",
        f"{ours.seconds:.2f}",
        f"{limit.seconds:.2f}",
        f"{ours.seconds / limit.seconds:.1f}",
        f"{goal:g} s" if goal else "",
    )
    table.add_row(
        f"{name}, peak MB / the same",
        f"{ours.megabytes:,.0f}",
        f"{limit.megabytes:,.0f}",
        f"{ours.megabytes / limit.megabytes:.1f}",
        f"{room:,} MB" if room else "",
    )
    for part, seconds in ours.parts.items():
        table.add_row(
            f"  of it {part} / all of it",
            f"{seconds:.2f}",
            f"{ours.seconds:.2f}",
            f"{seconds / ours.seconds:.0%}",
            "",
        )


def main(quick: bool, draws: bool) -> None:
    """Measure and print the table."""
    from large_round import write_large_round
    from rich.console import Console
    from rich.table import Table

    table = Table("what / against what", "ours", "against", "ratio", "goal")
    with tempfile.TemporaryDirectory() as name:
        for count in SECONDS:
            if quick and count > min(SECONDS):
                continue
            folder = write_large_round(Path(name) / str(count), count)
            add_rows(table, count, folder, "plain", RUNS)
            if draws and count == DRAWN:
                add_rows(table, count, folder, "drawn", 1)
    Console().print(table)


def child(what: str, folder: Path) -> None:
    """Do what a child process is for, and tell what it took."""
    spent = bare(folder) if what == "bare" else evaluated(folder, what == "drawn")
    sys.stdout.write(json.dumps(spent._asdict()))


if __name__ == "__main__":
    if len(sys.argv) == 3 and not sys.argv[1].startswith("--"):
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main("--quick" in sys.argv, "--draws" in sys.argv)
