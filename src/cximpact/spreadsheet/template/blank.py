"""A blank workbook for a scorecard: the sheets it needs, and a line in each that shows how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.documents import Document
from cximpact.intake.files.marks import Mark
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.files.raw_table import RawTable
from cximpact.intake.files.text_files import MIB, read_bytes
from cximpact.intake.scorecards.scorecards import (
    build_scorecard,
    find_scorecard,
    shipped_scorecards,
)
from cximpact.intake.spec import WORKSPACE_FILE
from cximpact.spreadsheet.template.content import EXAMPLE, Content, KeptFile, Listed
from cximpact.spreadsheet.template.fields import plain_columns
from cximpact.spreadsheet.template.lists import criteria_of, mapping_at

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["blank_content", "optional_tables"]

_EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "answers": ("date", "touchpoint", "measure", "value", "channel"),
    "counts": ("date", "touchpoint", "measure", "count", "exposure", "channel"),
    "figures": ("date", "touchpoint", "measure", "figure", "n", "error", "channel"),
}
_SCORECARD_FILE = "scorecard.yaml"
_LARGEST = 16 * MIB
_EXAMPLES: Mapping[str, Mapping[str, str | float]] = {
    "proposals": {
        "id": EXAMPLE,
        "title": "One library of plain letters",
        "unit": "Operations",
        "kind": "project",
        "status": "proposed",
        "cost": 46000,
        "reach": 0.8,
        "statement": (
            "You understand every letter at the first reading: what we decided, why, and "
            "what you can do."
        ),
    },
    "costs": {"proposal": EXAMPLE, "likely": 46000, "low": 38000, "high": 60000, "fund": "opex"},
    "effects": {
        "proposal": EXAMPLE,
        "change": "improves",
        "reach": 0.8,
        "basis": "pilot",
        "source": "Pilot with 2,000 letters in one region",
        "date": "2025-11-14",
    },
    "quantities": {"proposal": EXAMPLE, "low": 90000, "likely": 150000, "high": 220000},
    "ratings": {"proposal": EXAMPLE, "rating": 2},
}


def blank_content(scorecard: str, raters: Sequence[str], lines: int) -> Content:
    """Return what a blank workbook holds.

    Args:
        scorecard: A shipped name, or a path.
        raters: Who gets a sheet for answers.
        lines: How many empty lines each table offers.

    Raises:
        InputError: There is no such scorecard, or it cannot be used.
    """
    document = find_scorecard(scorecard, Path())
    problems = ProblemList()
    build_scorecard(document, problems)
    problems.raise_if_any()
    shipped = scorecard if scorecard in shipped_scorecards() else ""
    card: Any = document.data
    columns = plain_columns("proposals")
    data: dict[str, Any] = {
        "scorecard": shipped or _SCORECARD_FILE,
        "proposals": {"columns": columns},
    }
    kept = (
        () if shipped else (KeptFile(_SCORECARD_FILE, read_bytes(Path(scorecard), most=_LARGEST)),)
    )
    if not shipped and "id" not in card:
        document = document.replaced({"id": Path(scorecard).stem})
    return Content(
        Document(WORKSPACE_FILE, data, Mark(1)),
        document,
        shipped=shipped,
        tables=(
            _listed("proposals", {"columns": columns}, optional=False),
            *optional_tables(card, set()),
        ),
        raters=tuple(raters) if criteria_of(card, "rating") else (),
        kept=kept,
        lines=lines,
    )


def optional_tables(card: Any, there: set[str], *, example: bool = True) -> Iterator[Listed]:
    """Yield empty tables for what a scorecard can take and a workspace does not have yet.

    Args:
        card: The scorecard's document.
        there: The parts that there are.
        example: Whether each gets a line that shows how to fill it.
    """
    wanted = {
        "costs": True,
        "ratings": bool(criteria_of(card, "rating")),
        "effects": bool(mapping_at(card, "journey")),
        "quantities": bool(criteria_of(card, "quantity")),
    }
    for part, is_wanted in wanted.items():
        if is_wanted and part not in there:
            yield _listed(part, {"columns": plain_columns(part)}, card=card, example=example)
    if "evidence" not in there:
        yield from (_evidence(name) for name in _evidence_wanted(card))


def _evidence_wanted(card: Any) -> list[str]:
    """Return the sheets of evidence that a scorecard's measures call for."""
    measures = mapping_at(card, "measures")
    kinds = {mapping_at(measures, key).get("kind") for key in measures}
    wanted = {"answers": bool(kinds - {"rate", "kpi"}), "counts": "rate" in kinds}
    return [name for name in _EVIDENCE if wanted.get(name, bool(kinds))]


def _listed(
    part: str,
    said: Mapping[str, Any],
    *,
    optional: bool = True,
    card: Any = None,
    example: bool = True,
) -> Listed:
    headers = said["columns"]
    shown = _example(part, card)
    return Listed(
        part,
        _empty(part, list(headers.values())),
        part.capitalize(),
        said=said,
        optional=optional,
        example={headers[key]: value for key, value in shown.items() if key in headers}
        if example
        else {},
    )


def _example(part: str, card: Any) -> dict[str, str | float]:
    """Return an example that names what the scorecard has."""
    shown = dict(_EXAMPLES[part])
    points = mapping_at(card, "journey", "stages")
    first = next((p for key in points for p in mapping_at(points, key, "touchpoints")), "")
    kind = {"ratings": "rating", "quantities": "quantity"}.get(part, "")
    named = next(iter(criteria_of(card, kind)), "") if kind else ""
    return {
        **shown,
        **({"criterion": named} if named else {}),
        **({"touchpoint": first} if first and part == "effects" else {}),
    }


def _evidence(name: str) -> Listed:
    known = plain_columns("evidence", _EVIDENCE[name])
    columns = {key: known[key] for key in _EVIDENCE[name]}
    kind = {"kind": "measurements"} if name == "figures" else {}
    said = {**kind, "columns": columns}
    title = f"Evidence {name}"
    return Listed(
        "evidence",
        _empty(title, list(columns.values())),
        title,
        said=said,
        blocks=(name,),
        optional=True,
    )


def _empty(name: str, headers: Sequence[str]) -> RawTable:
    return RawTable(name, tuple(headers), tuple([] for _ in headers), [])
