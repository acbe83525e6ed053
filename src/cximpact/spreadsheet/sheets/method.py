"""The sheet *CX method*: how it was decided, in words, and what did not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from cximpact.decision.words import gate_name
from cximpact.report.footer import footer
from cximpact.spreadsheet.cells import Look, SheetBlock
from cximpact.spreadsheet.remembering import HEADING
from cximpact.spreadsheet.sheets.looks import (
    NOTE,
    PART,
    SHARE_CELL,
    TEXT,
    TITLE,
    Row,
    headers,
    line,
    row,
)

if TYPE_CHECKING:
    from cximpact.api import Evaluation
    from cximpact.spreadsheet.results import Result

__all__ = ["method_sheet"]

_LONGEST_LINE = 170
_PLAIN = Look(number="@", align="left")
_WIDTHS = (26, 12, 10, 70, 70)
_ACTIONS = (
    ("prioritize", "selected, and sure: in nine of ten draws selected, and good for customers"),
    ("approve", "selected, mandatory, committed, or needed by what is selected"),
    ("defer", "worth doing, but not within these budgets and rules"),
    ("revise", "something must be mended first: a gate is failed or open, or the cost is missing"),
    ("decline", "harms customers, or is worth nothing"),
)


def method_sheet(
    evaluation: Evaluation,
    results: Sequence[Result],
    notices: Iterable[str],
    settings: Sequence[tuple[str, str]],
    *,
    live: Iterable[str] = (),
) -> SheetBlock:
    """Return the sheet that says how it was decided.

    Args:
        evaluation: The evaluation.
        results: The kinds of result written beside the table.
        notices: What was seen in the workbook that a reader must know.
        settings: What the run was asked for: fields and values, which the next run reads.
        live: What the formulas leave out; nothing where there are none.
    """
    rows = [
        *_head(evaluation),
        *_results(results),
        *_criteria(evaluation),
        *_gates(evaluation.summary.scorecard),
        *_lines("What the formulas do and leave out", live),
        *_lines("About this workbook", notices),
        *_lines(
            "About this evaluation", filter(None, footer(evaluation.summary, list(evaluation)))
        ),
        *_inputs(evaluation),
        (),
        line(HEADING, PART),
        *(row([field, value], [TEXT, _PLAIN]) for field, value in settings),
    ]
    return SheetBlock(key="sheet.method", title="CX method", rows=rows, widths=_WIDTHS)


def _head(evaluation: Evaluation) -> Iterator[Row]:
    card = evaluation.summary.scorecard
    software = evaluation.summary.software
    yield line("CX method", TITLE)
    yield line(f"Scorecard: {card.get('title') or card.get('id')}, version {card.get('version')}")
    if card.get("promise"):
        yield line(f"Promise: {card['promise']}")
    yield line(f"Decided as of {evaluation.as_of.isoformat()}")
    yield line(f"Computed by {software.name} {software.version}; evaluation {evaluation.id}", NOTE)
    yield line(
        "Cells of these sheets and of the columns named CX are written anew by the next run; "
        "everything else in this workbook is left as it is.",
        NOTE,
    )


def _results(results: Sequence[Result]) -> Iterator[Row]:
    yield ()
    yield line("The columns beside your table", PART)
    for each in results:
        yield (*row([each.header], [TEXT]), *line(each.meaning))
    yield ()
    yield line("The actions", PART)
    for action, meaning in _ACTIONS:
        yield (*row([action], [TEXT]), *line(meaning))


def _criteria(evaluation: Evaluation) -> Iterator[Row]:
    """Yield the criteria with the weights that the ranking uses, which all proposals share."""
    said: Mapping[str, Mapping[str, Any]] = evaluation.summary.scorecard.get("criteria", {})  # type: ignore[assignment]
    first = next(iter(evaluation), None)
    yield ()
    yield line("Criteria", PART)
    yield headers(["Criterion", "Group", "Weight", "Question", "Source"])
    for each in first.criteria if first else ():
        about = said.get(each.criterion, {})
        name = about.get("title") or each.criterion
        yield row(
            [name, each.group, each.weight, about.get("question"), about.get("source")],
            [TEXT, TEXT, SHARE_CELL, TEXT, TEXT],
        )


def _gates(card: Mapping[str, Any]) -> Iterator[Row]:
    gates: Mapping[str, Mapping[str, Any]] = card.get("gates", {})
    if not gates:
        return
    yield ()
    yield line("Gates", PART)
    for name, said in gates.items():
        settings = ", ".join(
            f"{key} {value}" for key, value in said.items() if isinstance(value, int | float | str)
        )
        yield (*row([gate_name(name)], [TEXT]), *line(settings))


def _lines(title: str, lines: Iterable[str]) -> Iterator[Row]:
    said = list(lines)
    if said:
        yield ()
        yield line(title, PART)
        yield from (line(part) for each in said for part in wrap(each, _LONGEST_LINE))


def _inputs(evaluation: Evaluation) -> Iterator[Row]:
    yield ()
    yield line("Inputs and their fingerprints (SHA-256 of the rows as read)", PART)
    for item in evaluation.summary.inputs:
        yield (*row([item.path, None, item.rows], [TEXT, TEXT, TEXT]), *line(item.sha256))
