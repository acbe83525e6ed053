"""What the worst hostile files cost: CPU, memory and the size of the report, per format.

Runs the whole catalogue of tests/hostile: `python tests/benchmarks/hostile_files.py`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "hostile"))

from hostile_catalogue.catalogue import CATALOGUE, LONGEST_REPORT, check
from hostile_catalogue.kit import REFUSE
from hostile_catalogue.runner import MOST_MEGABYTES, MOST_SECONDS, Outcome, Runner


def measured(folder: Path) -> dict[str, list[tuple[str, Outcome]]]:
    """Return the outcomes by format, each with what the entry was to be answered."""
    found: dict[str, list[tuple[str, Outcome]]] = {}
    with Runner(folder) as runner:
        for number, entry in enumerate(CATALOGUE.values()):
            place = entry.make(folder / str(number) / "ws")
            outcomes = runner.tries(entry, place)
            check(entry, outcomes)
            found.setdefault(entry.kind, []).extend((entry.answer, each) for each in outcomes)
    return found


def report_bytes(outcome: Outcome) -> int:
    """Return the bytes of the longest problem of a report."""
    return max((len(each.encode()) for each in outcome.problems), default=0)


def main() -> None:
    """Print the table."""
    table = Table(
        "format", "files", "refused", "most CPU, s", "most memory, MB", "longest problem, bytes"
    )
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder))
    for kind, outcomes in found.items():
        table.add_row(
            kind,
            str(len(outcomes) // 2),
            str(sum(answer == REFUSE for answer, _ in outcomes) // 2),
            f"{max(each.seconds for _, each in outcomes):.2f}",
            f"{max(each.megabytes for _, each in outcomes):.0f}",
            str(max(report_bytes(each) for _, each in outcomes)),
        )
    table.add_section()
    table.add_row("goal", "150", "", str(MOST_SECONDS), str(MOST_MEGABYTES), str(LONGEST_REPORT))
    Console().print(table)


if __name__ == "__main__":
    main()
