"""Central scoring in bulk against NumPy's bare product and sort, and scikit-criteria.

Run it with ``python tests/benchmarks/scoring.py``. scikit-criteria is no dependency:
``python -m venv /tmp/skc && /tmp/skc/bin/pip install scikit-criteria``, then
``CXIMPACT_SKC=/tmp/skc/bin/python python tests/benchmarks/scoring.py``; without it its line stays
empty. ``--quick`` takes a tenth of the rows and leaves `evaluate` out.

Ratings from -3 to +3 on twelve criteria, ids as text in ascending order; weights are uneven, so
that few values are equal (sorts are quicker where many are). Times are CPU seconds, the least of
several runs, ours and the other's in turn. Memory is that of a process of its own: the most it ever
held, less what it held before ranking.

Everything runs in one thread, scikit-criteria as well. A product of NumPy's would else be shared
among threads of OpenBLAS, and processor time lies about those: on another core it is counted
by the ticks of a clock, which takes off half of a product of some milliseconds, and a thread that
has done its share spins for a while at the cost of whatever is timed next.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# ruff: noqa: E402
# Read once, as the libraries are loaded, here and in the processes that are started below.
for _library in ("OPENBLAS", "MKL", "OMP", "BLIS"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
os.environ["VECLIB_MAXIMUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

import cximpact
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.scoring.bulk import bulk_values, by_column, by_row, known

CRITERIA = 12
NAMES = [f"c{at:02}" for at in range(CRITERIA)]
POINTS = dict(zip(NAMES, np.random.default_rng(1).uniform(1, 100, CRITERIA).tolist(), strict=True))
WEIGHTS = np.array([*POINTS.values()]) / sum(POINTS.values())
PEER = "CXIMPACT_SKC"
SKC = """
import sys, time, numpy, skcriteria
from skcriteria.agg.simple import WeightedSumModel
matrix, weights = numpy.load(sys.argv[1]) + 3, [float(each) for each in sys.argv[2:]]
decision = skcriteria.mkdm(matrix, [max] * len(weights), weights=weights)
found = []
for _ in range(3):
    start = time.process_time()
    WeightedSumModel().evaluate(decision)
    found.append(time.process_time() - start)
print(min(found))
"""
MEMORY = """
import re, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import cximpact, scoring

def held(what):
    text = Path("/proc/self/status").read_text()
    return int(re.search(what + r":\\s+(\\d+) kB", text)[1]) * 1024

frame = scoring.frame_of(scoring.ratings(int(sys.argv[2])))
cximpact.rank(frame.head(1000), scoring.POINTS)
Path("/proc/self/clear_refs").write_text("5")  # forget what making the frame took at its peak
before = held("VmRSS")
cximpact.rank(frame, scoring.POINTS)
print(held("VmHWM") - before, frame.memory_usage().sum())
"""
Row = tuple[str, str, str, str, str]


def ratings(count: int) -> np.ndarray:
    """Return random ratings, proposals by criteria."""
    return np.random.default_rng(0).integers(-3, 4, (count, CRITERIA)).astype(np.float64)


def frame_of(matrix: np.ndarray) -> pd.DataFrame:
    """Return ratings as a frame with ids."""
    ids = pd.Series([f"P{at:07}" for at in range(len(matrix))])
    columns = {name: matrix[:, at].copy() for at, name in enumerate(NAMES)}
    return pd.DataFrame({"id": ids, **columns}, copy=False)


def least(*works: Callable[[], object], times: int = 9) -> list[float]:
    """Return the CPU seconds of the quickest run of each, run in turn."""
    found = [[_seconds(work) for work in works] for _ in range(times)]
    return [min(each) for each in zip(*found, strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def scores(matrix: np.ndarray) -> Iterator[Row]:
    """Scores to values, held by row and by column, against the product alone."""
    card = Scorecard(
        "bench",
        tuple(Criterion(name, "customer", "rating", POINTS[name]) for name in NAMES),
        {},
    )
    held = matrix / 3
    columns = by_column([known(column) for column in np.asfortranarray(held).T])
    for title, fill in (("by row", by_row(held)), ("by column", columns)):
        ours, bare = least(
            lambda fill=fill: bulk_values(card, fill, len(matrix)), lambda: held @ WEIGHTS
        )
        yield _row(f"scores {title} to values / X @ w", ours, bare, "6")


def ranking(matrix: np.ndarray, frame: pd.DataFrame) -> Iterator[Row]:
    """A frame to a ranked frame, against product and sort, and scikit-criteria."""
    ours, bare, stable = least(
        lambda: cximpact.rank(frame, POINTS),
        lambda: np.argsort(matrix @ WEIGHTS),
        lambda: np.argsort(matrix @ WEIGHTS, kind="stable"),
    )
    yield _row("frame to ranked frame / X @ w and argsort", ours, bare, "2")
    yield _row("... / X @ w and a stable argsort", ours, stable, "")
    title = "... / scikit-criteria, WeightedSumModel"
    peer = os.environ.get(PEER)
    yield _row(title, ours, _skc(peer, matrix), "0.25") if peer else (title, "", "", "", "0.25")


def _skc(python: str, matrix: np.ndarray) -> float:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "matrix.npy"
        np.save(file, matrix)
        return float(_told(python, SKC, str(file), *map(str, WEIGHTS)))


def memory(count: int) -> Iterator[Row]:
    """What ranking holds beyond its input, against the input."""
    if not Path("/proc/self/clear_refs").exists():
        return
    here = str(Path(__file__).parent)
    more, held = map(int, _told(sys.executable, MEMORY, here, str(count)).split())
    megabytes = (f"{each / 1e6:.0f} MB" for each in (more, held))
    yield ("memory beyond the input / the input", *megabytes, f"{more / held:.2f}", "2")


def whole(count: int) -> Iterator[Row]:
    """The same list ranked by `evaluate`, for the record."""
    frame = frame_of(ratings(count))
    ours = _seconds(lambda: cximpact.rank(frame, POINTS))
    other = _seconds(
        lambda: cximpact.evaluate(proposals=frame, weights=POINTS, draws=0, analyses=[])
    )
    yield _row(f"{count:,} rows / evaluate() without draws and analyses", ours, other, "")


def _told(python: str, program: str, *arguments: str) -> str:
    done = subprocess.run(
        [python, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout


def _row(title: str, ours: float, other: float, goal: str) -> Row:
    return (title, f"{ours:.4f} s", f"{other:.4f} s", f"{ours / other:.2f}", goal)


def main() -> None:
    """Measure and print the table."""
    quick = "--quick" in sys.argv[1:]
    matrix = ratings(100_000 if quick else 1_000_000)
    frame = frame_of(matrix)
    table = Table("what / against what", "ours", "against", "ratio", "goal")
    console = Console()
    parts = [scores(matrix), ranking(matrix, frame), memory(len(matrix))]
    for part in parts if quick else [*parts, whole(100_000)]:
        for row in part:
            table.add_row(*row)
    console.print(f"{len(matrix):,} x {CRITERIA} ratings")
    console.print(table)
    if not os.environ.get(PEER):
        how = "python -m venv /tmp/skc && /tmp/skc/bin/pip install scikit-criteria"
        console.print(f"For scikit-criteria: {how}, then {PEER}=/tmp/skc/bin/python")


if __name__ == "__main__":
    main()
