"""Results put out at scale: one explained, tables, JSON and CSV of 10,000 proposals.

Run it with ``python tests/benchmarks/outputs.py [--quick]``; ``--quick`` takes 1,000. Each output
is made in a child process of its own, which evaluates the made-up round of `large_round.py` first.
What counts is the processor time after that, and how far memory grows beyond the peak of the
evaluation itself.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
from large_round import write_large_round
from rich.console import Console
from rich.table import Table

import cximpact
from cximpact import Evaluation

Prepared = Callable[[], object]
"""The work itself; what it needs beside the evaluation is made before."""


def _explain(found: Evaluation, _: Path) -> Prepared:
    middle = found.recommendations[len(found) // 2].proposal
    other = found.recommendations[len(found) // 3].proposal
    found.explain(other)  # what is worked out once, such as the map of ripples
    return lambda: found.explain(middle)


def _all(found: Evaluation, _: Path) -> Prepared:
    return lambda: [None for _ in found]


def _frame(found: Evaluation, _: Path) -> Prepared:
    return found.to_frame


def _only_frame(found: Evaluation, _: Path) -> Prepared:
    columns = found.table()
    return lambda: pd.DataFrame(columns)


def _json_file(found: Evaluation, folder: Path) -> Prepared:
    return lambda: found.write_json(folder / "ours.json")


def _json_text(found: Evaluation, _: Path) -> Prepared:
    return found.to_json


def _only_dumps(found: Evaluation, folder: Path) -> Prepared:
    document = json.loads(found.to_json())
    target = folder / "plain.json"
    return lambda: target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _csv_file(found: Evaluation, folder: Path) -> Prepared:
    return lambda: found.write_csv(folder / "ours.csv", "criteria")


def _only_csv(found: Evaluation, folder: Path) -> Prepared:
    frame = found.to_frame("criteria")
    return lambda: frame.to_csv(folder / "plain.csv", index=False)


WORKS: Mapping[str, Callable[[Evaluation, Path], Prepared]] = {
    "explain(id)": _explain,
    "every recommendation, one after another": _all,
    "to_frame()": _frame,
    "pandas.DataFrame of the same columns": _only_frame,
    "write_json(file)": _json_file,
    "to_json()": _json_text,
    "json.dumps of the same plain data": _only_dumps,
    "write_csv(file, 'criteria')": _csv_file,
    "DataFrame.to_csv of the same frame": _only_csv,
}

PAIRS = (
    ("explain(id)", "every recommendation, one after another", "an nth"),
    ("to_frame()", "every recommendation, one after another", "0.5"),
    ("to_frame()", "pandas.DataFrame of the same columns", ""),
    ("write_json(file)", "json.dumps of the same plain data", ""),
    ("write_json(file)", "every recommendation, one after another", "1.5"),
    ("to_json()", "every recommendation, one after another", "1.5"),
    ("write_csv(file, 'criteria')", "DataFrame.to_csv of the same frame", ""),
    ("write_csv(file, 'criteria')", "every recommendation, one after another", "1.5"),
)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(name: str, workspace: Path) -> None:
    """Evaluate, do one of the works, and print its seconds and by how much memory grew."""
    found = cximpact.evaluate(workspace, draws=0, analyses=[])
    with tempfile.TemporaryDirectory() as folder:
        work = WORKS[name](found, Path(folder))
        before, start = _peak(), time.process_time()
        work()
        told = [time.process_time() - start, _peak() - before]
    sys.stdout.write(f"{json.dumps(told)}\n")


def measured(name: str, workspace: Path) -> tuple[float, float]:
    """Return seconds and megabytes of one of the works, done in a process of its own."""
    command = [sys.executable, __file__, "--child", name, str(workspace)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes


def main() -> None:
    """Measure and print the table."""
    count = 1_000 if "--quick" in sys.argv else 10_000
    table = Table("what", "against", "CPU s", "against, s", "ratio", "goal", "grows by, MB")
    with tempfile.TemporaryDirectory() as folder:
        workspace = write_large_round(Path(folder) / "round", count)
        found = {name: measured(name, workspace) for name in WORKS}
    for what, against, goal in PAIRS:
        (ours, grown), (limit, _) = found[what], found[against]
        ratio = f"{ours / limit:.5f}" if ours < limit / 100 else f"{ours / limit:.2f}"
        table.add_row(
            what, against, f"{ours:.3f}", f"{limit:.3f}", ratio, goal, f"{grown:.0f}"
        )  # fmt: skip
    Console(width=150).print(f"{count:,} proposals", table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
