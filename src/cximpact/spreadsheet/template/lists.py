"""The words that cells of a workbook can be chosen from; long lists stand on a hidden sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.ownership import reference
from cximpact.spreadsheet.template.exact import is_writable
from cximpact.spreadsheet.template.fields import LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.spreadsheet.template.canvas import Canvas

__all__ = ["LISTS_SHEET", "criteria_of", "levels_of", "make_lists", "mapping_at"]

LISTS_SHEET = "CX lists"


def make_lists(canvas: Canvas, scorecard: Any) -> None:
    """Make the lists known that cells choose from: fixed ones, and those of a scorecard."""
    for key, words in {**LISTS, **_of_scorecard(scorecard)}.items():
        canvas.register(key, [word for word in words if is_writable(word)])
    _write_long_ones(canvas)


def _of_scorecard(card: Any) -> dict[str, Sequence[str]]:
    journey = mapping_at(card, "journey")
    stages = mapping_at(journey, "stages")
    points = [point for key in stages for point in mapping_at(stages, key, "touchpoints")]
    processes = list(mapping_at(journey, "processes"))
    return {
        "touchpoints": [*points, *processes],
        "measures": list(mapping_at(card, "measures")),
        "units": list(mapping_at(journey, "units")),
        "ratings": criteria_of(card, "rating"),
        "quantities": criteria_of(card, "quantity"),
        **{f"level {key}": list(levels_of(card, key)) for key in criteria_of(card, "rating")},
    }


def mapping_at(data: Any, *path: str) -> Mapping[str, Any]:
    """Return the mapping at a path of a document, an empty one where there is none."""
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def criteria_of(card: Any, kind: str) -> list[str]:
    """Return the ids of a scorecard's criteria of a kind."""
    criteria = mapping_at(card, "criteria")
    return [key for key in criteria if mapping_at(criteria, key).get("kind", "rating") == kind]


def levels_of(card: Any, criterion: str) -> dict[str, str]:
    """Return the answers a rater can give on a criterion, each with the words that anchor it."""
    said = mapping_at(card, "criteria", criterion)
    levels = mapping_at(said, "levels")
    if not levels and "scale" not in said:
        whole = range(-3, 1 if said.get("risk") is True else 4)
        return {str(level): "" for level in whole}
    return {
        level: words if isinstance(words, str) else str(mapping_at(levels, level).get("anchor", ""))
        for level, words in levels.items()
    }


def _write_long_ones(canvas: Canvas) -> None:
    long = canvas.long_lists()
    if not long:
        return
    sheet = canvas.sheet(LISTS_SHEET)
    sheet.made.hide()
    for column, (key, words) in enumerate(long.items()):
        sheet.put(0, column, key, "label")
        for row, word in enumerate(words, 1):
            sheet.put(row, column, word)
        cells = Area(2, column + 1, len(words) + 1, column + 1)
        canvas.register_source(key, f"={reference(sheet.title, cells)}")
