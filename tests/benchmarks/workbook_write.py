"""Writing results back into a workbook, against openpyxl's load and save, as ratios of one run.

Run it with ``python tests/benchmarks/workbook_write.py [LINES ...]``. Each way is measured in
processes of its own, with the most memory it took; seconds are the best of so many runs. A run
adds six columns of results to a list of twelve; a rerun writes them again into what it wrote.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000)
TIMES = {10_000: 3, 100_000: 2}
HEADERS = ("rank", "action", "value", "customer", "why", "take")
COLUMNS = 12


def make(path: Path, _: Path, lines: int) -> None:
    """Write a budget of so many lines: texts, numbers, a formula, and formats."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": False})
    sheet = book.add_worksheet("Budget")
    money = book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, [f"column {number}" for number in range(COLUMNS)])
    for row in range(1, lines + 1):
        texts = [f"P{row:06}", f"Renewal of part {row} of the network", f"Unit {row % 40}"]
        sheet.write_row(row, 0, texts)
        for column in range(3, COLUMNS - 1):
            sheet.write_number(row, column, (row * column) % 9973 / 7, money)
        sheet.write_formula(row, COLUMNS - 1, f"=D{row + 1}*2", money, (row * 3) % 9973 / 3.5)
    book.close()


def results(lines: int) -> dict[str, list[Any]]:
    """Return what is written: six columns."""
    return {
        "rank": [float(at + 1) for at in range(lines)],
        "action": [("approve", "defer", "revise")[at % 3] for at in range(lines)],
        "value": [at / lines * 100 for at in range(lines)],
        "customer": [at / lines * 50 for at in range(lines)],
        "why": [f"Selected, in {at % 100}% of draws: value +{at % 40}." for at in range(lines)],
        "take": [f"Cut its cost by {at} or more." for at in range(lines)],
    }


def edited(source: Path, target: Path, lines: int) -> None:
    """Write the results as `sheet score` does."""
    from cximpact.spreadsheet.cells import ColumnBlock, Look
    from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit

    look, rows = Look(number="+0.0;-0.0;0.0"), range(2, lines + 2)
    edit = WorkbookEdit.open(source)
    edit.put_columns(
        [
            ColumnBlock(f"column.{key}", "Budget", COLUMNS + at, 1, key, rows, values, look)
            for at, (key, values) in enumerate(results(lines).items(), 1)
        ]
    )
    edit.save(target, backup=False)


def loaded(source: Path, target: Path, lines: int) -> None:
    """Write the results through openpyxl: the whole workbook is loaded and saved."""
    import openpyxl

    book = openpyxl.load_workbook(source)
    sheet = book["Budget"]
    for at, (key, values) in enumerate(results(lines).items(), COLUMNS + 1):
        sheet.cell(1, at, key)
        for row, value in enumerate(values, 2):
            sheet.cell(row, at, value).number_format = "+0.0;-0.0;0.0"
    book.save(target)


WAYS: dict[str, Callable[[Path, Path, int], None]] = {
    "make": make,
    "edit": edited,
    "openpyxl": loaded,
}


def child(way: str, source: str, target: str, lines: str) -> None:
    """Do one run, and print how long it took and the most memory it needed."""
    start = time.perf_counter()
    WAYS[way](Path(source), Path(target), int(lines))
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([took, peak]))


def measured(way: str, source: Path, target: Path, lines: int) -> tuple[float, float]:
    """Return the seconds and the peak in MiB of the best run, each in a process of its own."""
    runs = [run(way, source, target, lines) for _ in range(TIMES.get(lines, 1))]
    return min(took for took, _ in runs), min(peak for _, peak in runs)


def run(way: str, source: Path, target: Path, lines: int) -> tuple[float, float]:
    """Return the seconds and the peak in MiB of one run in a process of its own."""
    command = [sys.executable, __file__, "--child", way, str(source), str(target), str(lines)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    took, peak = json.loads(done.stdout)
    return took, peak


def main(sizes: list[int]) -> None:
    # Not at the top: it would count in the memory of every way.
    from rich.console import Console
    from rich.table import Table

    table = Table("lines", "way", "seconds", "times faster", "peak MiB", "share of memory")
    with tempfile.TemporaryDirectory() as folder:
        for lines in sizes:
            source, target = Path(folder) / "budget.xlsx", Path(folder) / "scored.xlsx"
            # By a child as well: what this process needs counts in the peak of those it starts.
            run("make", source, source, lines)
            first = measured("edit", source, target, lines)
            again = measured("edit", target, Path(folder) / "again.xlsx", lines)
            other = measured("openpyxl", source, Path(folder) / "other.xlsx", lines)
            named = {"parts edited": first, "parts edited again": again, "openpyxl": other}
            for name, (took, peak) in named.items():
                ratios = f"{other[0] / took:.1f}", f"{peak / other[1]:.0%}"
                table.add_row(
                    f"{lines:,}", name, f"{took:.2f}", ratios[0], f"{peak:.0f}", ratios[1]
                )
    Console().print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
