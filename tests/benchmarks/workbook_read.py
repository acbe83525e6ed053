"""How long reading a workbook takes, and how much memory, against bare python-calamine.

Run it with ``python tests/benchmarks/workbook_read.py``; ``--quick`` leaves out the large
workbooks. Each reading is a process of its own: calamine's ``to_python()`` lays out rows without
any check, `read_xlsx` looks into the package, marks failed cells and gives columns. Processor
time counts, of several runs in turn the least; of memory, what a process has more at its peak than
before the file was read.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.table import Table

ROUNDS = 5
LINES = (10_000, 100_000)
COLUMNS = 12
MIB = 1024 * 1024
Line = Callable[[int, Random], list[Any]]


def mixed(line: int, random: Random) -> list[Any]:
    """Return a line as budgets have it: three texts, one cost, eight ratings."""
    texts = [f"P{line:06}", f"Project number {line}", f"unit {line % 20}"]
    return [*texts, random.randint(1000, 900_000), *(random.randint(-3, 3) for _ in range(8))]


def texts_alone(line: int, _: Random) -> list[Any]:
    """Return a line of twelve texts, all different."""
    return [f"text {line} in column {column}" for column in range(COLUMNS)]


def prices(line: int, random: Random) -> list[Any]:
    """Return a line of twelve amounts with cents."""
    return [random.randint(1, 10_000_000) / 100 for _ in range(COLUMNS)]


def shares(line: int, random: Random) -> list[Any]:
    """Return a line of twelve numbers with as many digits as a float can have."""
    return [random.random() for _ in range(COLUMNS)]


def dates(line: int, random: Random) -> list[Any]:
    """Return a line of a text, ten dates and a number."""
    days = [date(2026, 1, 1) + timedelta(days=random.randrange(1000)) for _ in range(COLUMNS - 2)]
    return [f"P{line:06}", *days, line]


def formulas(line: int, random: Random) -> list[Any]:
    """Return a line of two numbers and ten formulas of them, with results."""
    first, second = random.randint(1, 999), random.randint(1, 999)
    sums = [(f"=A{line + 2}+{column}*B{line + 2}", first + column * second) for column in range(10)]
    return [first, second, *sums]


KINDS: Mapping[str, tuple[Line, bool]] = {
    "budget, shared texts": (mixed, False),
    "budget, texts in the cells": (mixed, True),
    "texts": (texts_alone, False),
    "texts in the cells": (texts_alone, True),
    "amounts with cents": (prices, False),
    "numbers of 17 digits": (shares, False),
    "dates": (dates, False),
    "formulas": (formulas, False),
}


def write(path: Path, line: Line, lines: int, *, inline: bool) -> None:
    """Write a workbook of one sheet."""
    import xlsxwriter

    options = {"constant_memory": inline, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet, random = book.add_worksheet("Budget"), Random(1)
        sheet.write_row(0, 0, [f"column {number}" for number in range(COLUMNS)])
        for number in range(lines):
            for column, cell in enumerate(line(number, random)):
                if isinstance(cell, tuple):
                    sheet.write_formula(number + 1, column, cell[0], None, cell[1])
                else:
                    sheet.write(number + 1, column, cell)


def read_bare(path: Path) -> None:
    """Read with calamine, nothing checked."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def read_checked(path: Path) -> None:
    """Read as this package does."""
    from cximpact.intake.files.tables import read_table

    read_table(path)


READERS = {"bare": read_bare, "checked": read_checked}


def measured(reader: str, path: Path) -> tuple[float, float]:
    """Return seconds of processor time and MiB of memory that reading takes, in a new process."""
    command = [sys.executable, __file__, "--one", reader, str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), float(said[1])


def measure_here(reader: str, path: Path) -> None:
    """Read a workbook and print what it took; modules are imported before."""
    import numpy  # noqa: F401
    import python_calamine  # noqa: F401

    import cximpact.intake.files.tables
    import cximpact.intake.files.xlsx_reader  # noqa: F401

    before, start = peak(), time.process_time()
    READERS[reader](path)
    sys.stdout.write(f"{time.process_time() - start} {peak() - before}\n")


def peak() -> float:
    """Return the most memory this process had, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux lets a new process inherit the other figure from the one that starts it.
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (MIB if sys.platform == "darwin" else 1024)


def rows(folder: Path, lines: int) -> Iterator[list[str]]:
    """Measure every kind of workbook of a length."""
    for title, (line, inline) in KINDS.items():
        path = folder / "book.xlsx"
        write(path, line, lines, inline=inline)
        runs = [[measured(reader, path) for reader in READERS] for _ in range(ROUNDS)]
        (bare, bare_memory), (own, own_memory) = (
            (min(each[0] for each in of_one), min(each[1] for each in of_one))
            for of_one in zip(*runs, strict=True)
        )
        yield [
            title,
            f"{lines:,}",
            f"{bare:.2f}",
            f"{own:.2f}",
            f"{own / bare:.2f}",
            f"{bare_memory:.0f}",
            f"{own_memory:.0f}",
            f"{own_memory / bare_memory:.2f}",
        ]


def main() -> None:
    """Measure and print the table."""
    table = Table(
        "workbook", "lines", "bare, s", "checked, s", "ratio", "bare, MiB", "checked, MiB", "ratio"
    )
    with tempfile.TemporaryDirectory() as folder:
        for lines in LINES[:1] if "--quick" in sys.argv else LINES:
            for row in rows(Path(folder), lines):
                table.add_row(*row)
    Console(width=120).print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure_here(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
