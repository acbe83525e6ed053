"""All entries, and what must hold for the answer to each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from hostile_catalogue import (
    csv_entries,
    json_entries,
    parquet_entries,
    path_entries,
    saved_entries,
    shared_entries,
    xlsx_entries,
    yaml_entries,
)
from hostile_catalogue.kit import REFUSE, Entry
from hostile_catalogue.runner import MOST_MEGABYTES, MOST_SECONDS, Outcome

__all__ = ["CATALOGUE", "LONGEST_REPORT", "check"]

LONGEST_REPORT = 2000
"""Bytes per problem."""

CATALOGUE: dict[str, Entry] = {}
for _entry in chain(
    yaml_entries.ENTRIES,
    json_entries.ENTRIES,
    csv_entries.ENTRIES,
    xlsx_entries.ENTRIES,
    parquet_entries.ENTRIES,
    path_entries.ENTRIES,
    saved_entries.ENTRIES,
    shared_entries.ENTRIES,
):
    CATALOGUE[ascii(f"{_entry.kind}: {_entry.name}")[1:-1]] = _entry


def check(entry: Entry, outcomes: Sequence[Outcome], *, start: float = 0) -> None:
    """Make sure that both commands gave the answer that is declared.

    Args:
        entry: What was tried.
        outcomes: How its commands ended.
        start: CPU seconds that a process takes to start.
    """
    for outcome in outcomes:
        assert outcome.code == (1 if entry.answer == REFUSE else 0), outcome
        assert "Traceback" not in outcome.out + outcome.said
        assert outcome.seconds < MOST_SECONDS + start, outcome
        assert outcome.megabytes < MOST_MEGABYTES, outcome
        assert all(char.isprintable() or char == "\n" for char in outcome.out + outcome.said)
        if entry.answer == REFUSE:
            _check_report(entry, outcome)
        else:
            assert outcome.said == ""
    if entry.answer != REFUSE:
        assert all(any(word in each.out for each in outcomes) for word in entry.words), outcomes


def _check_report(entry: Entry, outcome: Outcome) -> None:
    head, *problems = outcome.said.splitlines()
    if problems[-1:] and problems[-1].startswith("Next: "):  # what `validate` ends with
        problems.pop()
    assert head.endswith((" problem in the input:", " problems in the input:")), outcome.said
    assert problems
    assert outcome.out == ""
    for problem in problems:
        assert problem.startswith("  "), problem
        assert len(problem.encode()) < LONGEST_REPORT, problem
    found = [each for each in problems if all(word in each for word in entry.words)]
    assert found, f"no problem says {entry.words}:\n{outcome.said}"
