"""Rows of observations to sufficient statistics, against bare DuckDB SQL of the same groups.

Run it with ``python tests/benchmarks/evidence_rows.py``; ``--quick`` takes 2 million rows in place
of 10, and leaves out the 50 million. Each figure is the processor time of the best of seven runs in
turn with what it is held against, each in a process of its own, whose peak of memory is shown.

Both sides use all threads, and open and close a connection of their own within what is measured:
threads that have ended are counted to the last microsecond, while those of a connection that is
open may be a tick of the system's clock (4 ms) behind.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

AS_OF = date(2026, 3, 1)
POINTS = 20
# Day and score differ from row to row as answers of a year do: 168,000 rows differ in all.
ROWS = """
SELECT 't' || lpad(CAST(a % {points} AS VARCHAR), 2, '0') AS touchpoint,
       ['csat', 'nps', 'effort'][1 + b % 3] AS measure,
       DATE '2025-03-02' + CAST(c % 365 AS INTEGER) AS date,
       CAST(CASE b % 3 WHEN 0 THEN 1 + d % 5 WHEN 1 THEN d % 11 ELSE 1 + d % 7 END AS INTEGER)
           AS value
FROM (SELECT CAST(hash(i) // 8 AS BIGINT) AS a, CAST(hash(i + 1000000000) // 8 AS BIGINT) AS b,
             CAST(hash(i + 2000000000) // 8 AS BIGINT) AS c,
             CAST(hash(i + 3000000000) // 8 AS BIGINT) AS d FROM range({rows}) AS r(i))
"""
BARE = """
SELECT touchpoint, measure, count(*), sum(CAST(value >= 4 AS INTEGER)),
       sum(CAST(value >= 9 AS INTEGER)), sum(CAST(value <= 6 AS INTEGER)), sum(value),
       sum(value * value), min(date), max(date)
FROM '{path}' WHERE date > DATE '2025-03-01' AND date <= DATE '2026-03-01' {more} GROUP BY ALL
"""
# The ten touchpoints of the thirty rules, and their condition.
WANTED = "AND touchpoint < 't10' AND value >= 1"
# What `cximpact` tells besides: how many rows are filtered out, and how many no rule matches.
LEFT_OUT = """
SELECT count(*) FILTER (value < 1), count(*) FILTER (value >= 1 AND touchpoint >= 't10')
FROM '{path}'
"""


def bare(path: str, more: str = "", besides: str = "") -> None:
    """Group a file with DuckDB's own types, and nothing checked."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        assert len(connection.execute(BARE.format(path=path, more=more)).fetchall()) > 1
        if besides:
            connection.execute(besides.format(path=path)).fetchall()


def plain(path: str) -> None:
    """Collect a table that names touchpoint and measure itself."""
    _collect(path)


def mapped(path: str) -> None:
    """Collect with a rule for each of ten touchpoints and three measures, and a condition."""
    from cximpact.model.source import Lookup, MapRule, Test

    rules = tuple(
        MapRule(
            tests=(Test("touchpoint", equals=f"t{at:02}"), Test("measure", equals=measure)),
            touchpoint=Lookup(constant=f"t{at:02}"),
            measure=Lookup(constant=measure),
        )
        for at in range(10)
        for measure in ("csat", "nps", "effort")
    )
    # A column that a condition reads is read for nothing else unless the source says so.
    read = {"date": "date", "value": "value"}
    _collect(path, columns=read, rules=rules, where=(Test("value", at_least=1),))


def _collect(path: str, **more: object) -> None:
    from cximpact.model.journey import Journey, Stage, Touchpoint
    from cximpact.model.measure import Anchors, Measure, Success
    from cximpact.model.scorecard import Criterion, Scorecard
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.collect import collect

    anchors = Anchors(0.0, 0.5, 1.0)
    measures = (
        Measure("csat", "share", anchors, success=Success(at_least=4)),
        Measure("nps", "nps", anchors),
        Measure("effort", "mean", anchors, scale=(1.0, 7.0)),
    )
    points = tuple(Touchpoint(f"t{at:02}", "all") for at in range(POINTS))
    card = Scorecard(
        "bench",
        (Criterion("journey", "customer", "journey", 1.0),),
        {"customer": 1.0},
        journey=Journey((Stage("all", touchpoints=points),)),
        measures={measure.id: measure for measure in measures},
    )
    file = Path(path)
    spec = EvidenceSpec("s", paths=(file.name,), **more)  # type: ignore[arg-type]
    found = collect([spec], scorecard=card, as_of=AS_OF, base=file.parent, frames={})
    assert found.statistics and not found.problems, found.problems


WORK: dict[str, Callable[[str], None]] = {
    "bare": bare,
    "bare-mapped": lambda path: bare(path, WANTED),
    "bare-counted": lambda path: bare(path, WANTED, LEFT_OUT),
    "plain": plain,
    "mapped": mapped,
}


def measured(names: Sequence[str], path: Path, times: int) -> dict[str, tuple[float, float]]:
    """Return the least seconds of the processor and megabytes of each work, run in turn."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for name in list(names) * times:
        command = [sys.executable, __file__, "--run", name, str(path)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds, megabytes = map(float, told.split())
        found[name].append((seconds, megabytes))
    return {
        name: (min(each[0] for each in runs), min(each[1] for each in runs))
        for name, runs in found.items()
    }


def run(name: str, path: str) -> None:
    """Do one piece of work in this process and print what it took, imports left out."""
    import duckdb
    import numpy as np  # noqa: F401

    import cximpact.sources.collect
    import cximpact.sources.gathered  # noqa: F401

    duckdb.sql("SELECT 1").fetchall()
    start = time.process_time()
    WORK[name](path)
    taken, used = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(f"{taken} {used.ru_maxrss / 1024}")


def write(rows: int, path: Path) -> Path:
    """Let DuckDB make up rows and write them."""
    import duckdb

    duckdb.sql(f"COPY ({ROWS.format(rows=rows, points=POINTS)}) TO '{path}'")
    return path


def main(*, quick: bool) -> None:
    """Measure and print the table."""
    rows = 2_000_000 if quick else 10_000_000
    table = Table(
        "what / against what", "ours, s", "against, s", "ratio", "goal", "ours, MB", "against, MB"
    )

    def compare(title: str, path: Path, ours: str, against: str, goal: str, times: int = 7) -> None:
        found = measured([against, ours], path, times)
        (limit, least), (taken, memory) = found[against], found[ours]
        ratio = f"{taken / limit:.2f}"
        table.add_row(
            title, f"{taken:.2f}", f"{limit:.2f}", ratio, goal, f"{memory:.0f}", f"{least:.0f}"
        )

    with tempfile.TemporaryDirectory() as name:
        for suffix in ("parquet", "csv"):
            path = write(rows, Path(name) / f"rows.{suffix}")
            title = f"{rows:,} rows of {suffix}"
            compare(f"{title} / the same groups in SQL", path, "plain", "bare", "1.3")
            compare(f"{title}, 30 rules / the same", path, "mapped", "bare-mapped", "1.3")
            counted = f"{title}, 30 rules / and rows left out counted"
            compare(counted, path, "mapped", "bare-counted", "1.3")
            path.unlink()
        if not quick:
            path = write(5 * rows, Path(name) / "rows.parquet")
            compare(f"{5 * rows:,} rows of parquet", path, "plain", "bare", "200 MB", times=2)
    Console(width=140).print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], sys.argv[3])
    else:
        main(quick="--quick" in sys.argv)
