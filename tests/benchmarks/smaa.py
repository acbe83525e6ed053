"""SMAA against other ways to do it, as ratios measured in one run.

Run it with ``python tests/benchmarks/smaa.py``; each figure is the best of three, the slow ones of
one. pySensMCDA is measured where it is installed (``pip install pysensmcda``, best into an
environment of its own, and ``pip install -e .`` this project beside it).
"""

from __future__ import annotations

import os

# One thread for the product of matrices in what is measured against; set before NumPy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from cximpact.decision.acceptability import accept, pairs, smaa

PROPOSALS, CRITERIA, DRAWS = 1_000, 12, 10_000
MANY = 5_000
LIMIT_MB = 1_000
Row = tuple[str, float, float]


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the processor seconds of the fastest of some runs on one thread."""
    return min(_measured(work, time.process_time) for _ in range(times))


def by_the_clock(work: Callable[[], object], times: int = 3) -> float:
    """Return the seconds that pass in the fastest of some runs."""
    return min(_measured(work, time.perf_counter) for _ in range(times))


def _measured(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return clock() - start


def problem(proposals: int) -> tuple[np.ndarray, np.ndarray]:
    """Means and standard deviations of made-up scores."""
    random = np.random.default_rng(0)
    shape = (proposals, CRITERIA)
    return random.uniform(-1, 1, shape), random.uniform(0.05, 0.3, shape)


def ours(proposals: int = PROPOSALS, threads: int = 1) -> object:
    """Ranks, central weights and entropy; no pairs and confidence, which the others leave out."""
    pairs.MOST_PAIRED = 0
    return smaa(*problem(proposals), draws=DRAWS, confidence=False, threads=threads)


def loop() -> np.ndarray:
    """The textbook: draw weights and all scores, add up, sort, count; draw by draw."""
    mean, sd = problem(PROPOSALS)
    random = np.random.default_rng(1)
    ranks = np.zeros((PROPOSALS, PROPOSALS), dtype=np.int64)
    central = np.zeros((PROPOSALS, CRITERIA))
    everyone = np.arange(PROPOSALS)
    for _ in range(DRAWS):
        weights = random.dirichlet(np.ones(CRITERIA))
        order = np.argsort(-(random.normal(mean, sd) @ weights))
        ranks[order, everyone] += 1
        central[order[0]] += weights
    return ranks


def floor() -> None:
    """Normals, one product and one sort of 64 bits a cell: what no such method can do without."""
    mean, _ = problem(PROPOSALS)
    single = np.ascontiguousarray(mean.T.astype(np.float32))
    random = np.random.Generator(np.random.SFC64(0))
    weights = random.dirichlet(np.ones(CRITERIA), DRAWS).astype(np.float32)
    rows = 128
    normals = np.empty((rows, PROPOSALS), dtype=np.float32)
    for start in range(0, DRAWS, rows):
        part = weights[start : start + rows]
        random.standard_normal(dtype=np.float32, out=normals[: len(part)])
        value = part @ single
        value += normals[: len(part)]
        value.astype(np.float64).sort(axis=1)


def pysensmcda() -> object:
    """The same problem by pySensMCDA: its scores drawn in one array, its simulation."""
    from pysensmcda.smaa import simulate

    mean, sd = problem(PROPOSALS)
    random = np.random.default_rng(1)
    scores = random.standard_normal((DRAWS, PROPOSALS, CRITERIA))
    scores *= sd
    scores += mean
    found = simulate(
        weighted_sum,
        mean,
        np.ones(CRITERIA, dtype=int),
        num_samples=DRAWS,
        matrix_samples=scores,
        reverse_ranking=True,
        store="accumulate",
        seed=1,
    )
    return found.rank_acceptability()


def weighted_sum(matrix: np.ndarray, weights: np.ndarray, types: np.ndarray) -> np.ndarray:
    """The additive value, as pySensMCDA calls a method."""
    del types
    return matrix @ weights


def drawn_values(proposals: int) -> tuple[np.ndarray, np.ndarray]:
    """Values in units of 1e-9 and weights, as an evaluation has them."""
    random = np.random.default_rng(2)
    value = np.empty((DRAWS, proposals), dtype=np.int32)
    middle = random.uniform(-0.5, 0.5, proposals)
    for start in range(0, DRAWS, 500):
        noise = random.standard_normal((500, proposals)) * 0.1
        value[start : start + 500] = np.rint((middle + noise) * 1e9)
    return value, random.dirichlet(np.ones(CRITERIA), DRAWS)


def of_values(proposals: int) -> Row:
    """`accept` on whole numbers against sorting positions by value and counting."""
    pairs.MOST_PAIRED = 0
    value, weights = drawn_values(proposals)

    def plainly() -> None:
        order = np.argsort(-value, axis=1, kind="stable")
        for rank in range(proposals):
            np.bincount(order[:, rank], minlength=proposals)

    mine = best(lambda: accept(value, weights, range(proposals), threads=1))
    title = f"accept, {proposals:,} x {DRAWS:,} values / stable argsort and bincount"
    return title, mine, best(plainly, times=1)


def in_pairs() -> Row:
    """Pairwise winning of the longest list that has it, against comparing two by two."""
    value, weights = drawn_values(PROPOSALS)
    pairs.MOST_PAIRED = PROPOSALS
    mine = best(lambda: accept(value, weights, range(PROPOSALS), threads=1), times=1)
    few = value[:, :100].copy()

    def plainly() -> None:
        for one in range(100):
            (few[:, [one]] >= few).mean(axis=0)

    # Two by two for a tenth of the list: a hundredth of its pairs.
    return f"accept with pairs, {PROPOSALS:,} / two by two", mine, 100 * best(plainly, times=1)


def memory(what: str) -> float:
    """Return the most memory a run needs, in megabytes, in a process of its own."""
    # What a process remembers as its most counts its parent's too; the kernel's status does not.
    code = f"import smaa; smaa.{what}; print(open('/proc/self/status').read())"
    folder = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=folder
    )
    return int(done.stdout.split("VmHWM:")[1].split()[0]) / 1024


def times() -> list[Row]:
    """What is measured in seconds."""
    size = f"{PROPOSALS:,} x {CRITERIA} x {DRAWS:,} draws"
    mine, on_two = best(ours, times=5), by_the_clock(lambda: ours(threads=2), times=5)
    return [
        (f"smaa, {size} / textbook loop", mine, best(loop, times=1)),
        ("on two threads, by the clock / textbook loop", on_two, by_the_clock(loop, times=1)),
        ("smaa / normals + product + sort", mine, best(floor, times=5)),
        against_pysensmcda(mine),
        of_values(200),
        of_values(PROPOSALS),
        in_pairs(),
    ]


def against_pysensmcda(mine: float) -> Row:
    """The row for pySensMCDA, empty where it is not installed."""
    try:
        return "smaa / pySensMCDA", mine, best(pysensmcda, times=1)
    except ImportError:
        return "smaa / pySensMCDA (not installed here)", mine, float("nan")


def main() -> None:
    """Measure and print the tables."""
    console = Console()
    table = Table("what / against what", "CPU seconds", "against", "ratio")
    for title, mine, other in times():
        table.add_row(title, f"{mine:.3f}", f"{other:.3f}", f"{other / mine:.2f}")
    console.print(table)
    table = Table("memory", "MB", "limit, MB")
    for title, what in (
        (f"smaa, {MANY:,} proposals", f"ours({MANY}, 2)"),
        (f"accept, {MANY:,} proposals, with its values", f"of_memory({MANY})"),
    ):
        table.add_row(title, f"{memory(what):.0f}", str(LIMIT_MB))
    console.print(table)


def of_memory(proposals: int) -> None:
    """`accept` once, for its memory."""
    value, weights = drawn_values(proposals)
    accept(value, weights, range(proposals), threads=2)


if __name__ == "__main__":
    main()
