"""Exact non-dominated portfolios against the goal of a minute, and against enumeration.

Run it with ``python tests/benchmarks/portfolios.py``: 30 proposals, 5 criteria in a stated order
of importance, one budget for half of what is asked, and rules between proposals. Sizes up to 20
are also enumerated, all sets at once in NumPy, the fastest plain way.
"""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from cximpact.decision.candidates import Candidates
from cximpact.decision.portfolios import LeftOut, explore
from cximpact.decision.program import Row
from cximpact.model.portfolio import Rules

CRITERIA = 5
CASES = ((14, 0.0), (16, 0.0), (30, 0.0), (40, 0.0), (30, 0.02))
SEEDS = 3
SECONDS = 60.0


def problem(count: int, within: float, seed: int) -> tuple[Any, np.ndarray, np.ndarray, np.ndarray]:
    """Return a question, the extreme weights of a rank order, and the ends of the scores."""
    random = np.random.default_rng(seed)
    score = random.integers(1, 101, (count, CRITERIA)) / 100
    cost = random.integers(10, 101, count).tolist()
    rows = [Row(tuple(range(count)), tuple(cost), most=sum(cost) // 2)]
    for _ in range(count // 10):
        one, other, third, last = random.choice(count, 4, replace=False).tolist()
        rows += [Row((one, other), (1, -1), most=0), Row((third, last), (1, 1), most=1)]
    corners = np.tril(np.ones((CRITERIA, CRITERIA))) / np.arange(1, CRITERIA + 1)[:, None]
    question = SimpleNamespace(
        case=SimpleNamespace(
            proposals=SimpleNamespace(ids=tuple(f"P{n:02}" for n in range(count))), rules=Rules()
        ),
        who=Candidates(np.ones(count, np.bool_), {}, {}),
        choice=SimpleNamespace(rules=tuple(SimpleNamespace(row=row) for row in rows)),
    )
    return question, corners, score - within, score + within


def enumerated(question: Any, weights: np.ndarray, low: np.ndarray, high: np.ndarray) -> int:
    """Return the number of undominated portfolios among all sets; for scores that are points."""
    count = len(low)
    sets = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    for rule in question.choice.rules:
        use = sets[:, list(rule.row.columns)] @ np.array(rule.row.coefficients)
        sets = sets[use <= rule.row.most]
    value = np.round(sets @ (low @ weights.T), 9)
    value = value[np.argsort(-value.sum(axis=1), kind="stable")]
    kept = value[:0]
    for each in value:
        if not ((kept >= each).all(axis=1) & (kept > each).any(axis=1)).any():
            kept = np.concatenate([kept, each[None]])
    return len(kept)


def seconds(work: Any, *arguments: Any) -> tuple[float, Any]:
    """Return how long it takes, and its result."""
    start = time.perf_counter()
    found = work(*arguments)
    return time.perf_counter() - start, found


def main() -> None:
    """Measure and print the table."""
    table = Table(
        "proposals", "scores within", "portfolios", "seconds, worst", "limit, seconds", "enumerated"
    )
    for count, within in CASES:
        given = [problem(count, within, seed) for seed in range(SEEDS)]
        runs = [seconds(explore, *each) for each in given]
        sizes = [
            "too many" if isinstance(found, LeftOut) else str(len(found.sets)) for _, found in runs
        ]
        plain = "-"
        if count <= 16:
            slow = [seconds(enumerated, *each) for each in given]
            assert sizes == [str(found) for _, found in slow]
            plain = f"{max(took for took, _ in slow):.2f}"
        worst = max(took for took, _ in runs)
        table.add_row(
            str(count), f"±{within}", ", ".join(sizes), f"{worst:.2f}", f"{SECONDS:.0f}", plain
        )
    Console().print(table)


if __name__ == "__main__":
    main()
