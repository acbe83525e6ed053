"""Calculating a live workbook anew in LibreOffice, against the same workbook with values.

Run it with ``python tests/benchmarks/workbook_live.py [LINES ...]``. Both are opened and saved by
the office with every formula calculated anew; the ratio is what the formulas cost. The last column
counts the lines whose rank or action differs afterwards from what was written: there must be none.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (500, 1_000, 2_000)
CRITERIA = [f"Criterion {number}" for number in range(1, 11)]
CARD = {"criteria": {name.lower().replace(" ", "-"): {"weight": 1} for name in CRITERIA}}
ALWAYS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items '
    'xmlns:oor="http://openoffice.org/2001/registry"><item '
    'oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" '
    'oor:op="fuse"><value>0</value></prop></item></oor:items>'
)


def make(path: Path, lines: int) -> None:
    """Write a budget of so many lines with costs and ratings."""
    import xlsxwriter

    chance = random.Random(1)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Budget")
        sheet.write_row(0, 0, ["Nr", "Project", "Cost EUR", *CRITERIA])
        for row in range(1, lines + 1):
            ratings = [chance.randint(-1, 3) for _ in CRITERIA]
            sheet.write_row(row, 0, [f"P{row:05}", "x", chance.randint(1, 900) * 1000, *ratings])


def recalculated(path: Path, folder: Path, profile: Path) -> tuple[Path, float]:
    """Return the workbook as the office saves it, and the CPU seconds that took."""
    office = shutil.which("soffice") or sys.exit(
        "needs LibreOffice: apt-get install libreoffice-calc"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [office, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to"]
    subprocess.run(
        [*command, "xlsx", "--outdir", str(folder), str(path)], check=True, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return folder / path.name, spent


def shown(path: Path) -> list[tuple[object, object]]:
    """Return rank and action of every line."""
    from python_calamine import CalamineWorkbook

    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Budget").to_python()
    rank, action = head.index("CX rank"), head.index("CX action")
    return [(row[rank], row[action]) for row in rows]


def main() -> None:
    """Print the table."""
    from cximpact import spreadsheet

    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    sys.stdout.write(
        "| lines | values, s | live, s | ratio | lines that differ |\n|---|---|---|---|---|\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS)
        for lines in sizes:
            make(folder / "plain.xlsx", lines)
            times = {}
            for live in (False, True):
                path = folder / f"{'live' if live else 'values'}-{lines}.xlsx"
                spreadsheet.score(
                    folder / "plain.xlsx",
                    output=path,
                    live=live,
                    scorecard=CARD,
                    quick=True,
                    budget=f"EUR {lines * 100_000}",
                )
                saved, times[live] = recalculated(path, folder / "out", folder / "profile")
            differ = sum(one != two for one, two in zip(shown(path), shown(saved), strict=True))
            ratio = times[True] / times[False]
            seconds = f"{times[False]:.1f} | {times[True]:.1f} | {ratio:.2f}"
            sys.stdout.write(f"| {lines:,} | {seconds} | {differ} |\n")


if __name__ == "__main__":
    main()
