"""The first sheet: what the workbook is for and what to do, for someone who never saw the tool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cximpact.spreadsheet.template.canvas import Canvas
    from cximpact.spreadsheet.template.content import Content

__all__ = ["write_instructions"]

_TITLE = "Instructions"
_STEPS = (
    (
        "Settings",
        "Fill in the three yellow lines at the top: what is being decided, on which day, in which "
        "currency.",
    ),
    (
        "Proposals",
        "One line per project, line of spend or change of policy. Point at a header: a note says "
        "what belongs into the column. Only the id and the name are needed to begin.",
    ),
    (
        "Ratings",
        "Give every rater a sheet of their own. They read the question in the note of a header, "
        "choose the sentence that fits, and enter its number. Below zero is as good an answer as "
        "above: it means that customers are worse off. Zero is what happens if we do not do it.",
    ),
    (
        "Effects",
        "For each proposal: where will customers notice it, how much, how many of them, and what "
        "does that rest on? Harm counts as much as gains, and never less for being uncertain.",
    ),
    (
        "Costs",
        "What each proposal costs, by fund or year. If one figure says it all, write it on the "
        "sheet Proposals and leave this sheet empty.",
    ),
    (
        "Quantities",
        "Amounts that the scorecard asks for, such as a net present value: low, likely and high.",
    ),
    ("Budgets", "What may be spent. Without a budget, money limits nothing."),
    (
        "Evidence",
        "What customers said or did: surveys, complaints, calls, returns; and figures. One line "
        "each. It decides how things stand today, and whether a claim counts.",
    ),
    (
        "Weights",
        "Look whether criteria and points are what you stand for. Change the yellow cells if not: "
        "best before anybody sees a ranking.",
    ),
)
_ABOUT = (
    "This workbook asks one question of every proposal: how will it change things for customers, "
    "for better or for worse? The answers stand beside what it does for the organisation, and "
    "together they give a ranked list: prioritize, approve, defer, revise or decline, each with "
    "its reasons.",
)
_AFTER = (
    "Save the workbook, close it, and run:   cximpact sheet score {name}",
    "The results appear at the right of your table of proposals and on sheets of their own. "
    "Nothing of yours is changed. Run it as often as you like: only its own cells are written "
    "again.",
    "To keep the same data as text files:   cximpact sheet export {name} FOLDER",
)
_GOOD = (
    "Yellow cells are yours to change. Grey headers are columns that nothing reads.",
    "A line whose id is (example) shows how it is meant and does not count.",
    "You may add columns, sort, filter, color, and move or rename sheets. Leave the headers as "
    "they are.",
    "Leave blank what you do not know. A blank is counted as unknown, never as zero.",
    "Numbers are numbers and days are days, such as 2026-03-31. Shares may be written 0.4 or 40%.",
    "Names of raters and comments of customers enter no result. Hidden sheets keep the files the "
    "workbook was made from, word for word, if it was made from files: think of that before you "
    "pass it on.",
)


def write_instructions(canvas: Canvas, name: str, content: Content) -> None:
    """Write the sheet.

    Args:
        canvas: The workbook.
        name: The file.
        content: What the workbook holds; steps without a sheet are left out.
    """
    sheet = canvas.sheet(_TITLE, "#C00000")
    sheet.made.hide_gridlines(2)
    sheet.made.set_column(0, 0, 4)
    sheet.made.set_column(1, 1, 16)
    sheet.made.set_column(2, 2, 92)
    card = content.scorecard.data
    promise = card.get("promise") if isinstance(card, dict) else None
    sheet.made.set_row(0, 26)
    sheet.put(0, 0, "Put the customer in the room", "title")
    row = 2
    if isinstance(promise, str) and promise.strip():
        row = _prose(sheet, row, [f"Our promise: {promise}"], "strong")
    row = _prose(sheet, row, _ABOUT)
    row = _part(sheet, row, "What to do")
    for number, (title, text) in enumerate(_steps(content), 1):
        sheet.put(row, 0, number, "step")
        sheet.put(row, 1, title, "strong")
        sheet.put(row, 2, text, "prose")
        sheet.made.set_row(row, _height(text, 100))
        row += 1
    row = _prose(sheet, _part(sheet, row + 1, "Then"), [text.format(name=name) for text in _AFTER])
    row = _prose(sheet, _part(sheet, row, "Good to know"), [*_GOOD, *_outside(content)])
    sheet.made.print_area(0, 0, row, 2)
    sheet.printed(landscape=False)


def _steps(content: Content) -> Iterator[tuple[str, str]]:
    parts = {listed.part for listed in content.tables}
    for title, text in _STEPS:
        needed = title.lower()
        is_there = needed in parts or needed in ("settings", "budgets", "weights")
        if is_there or (title == "Ratings" and content.raters):
            yield title, text


def _outside(content: Content) -> Iterator[str]:
    for each in content.references:
        yield (
            f"{each.here} ({each.at}) stays a file of its own: it is too large for a sheet, or no "
            "table. Keep it where it is."
        )


def _part(sheet: object, row: int, text: str) -> int:
    sheet.put(row, 0, text, "part")  # type: ignore[attr-defined]
    return row + 1


def _prose(sheet: object, row: int, texts: Sequence[str], look: str = "prose") -> int:
    for text in texts:
        made = sheet.made  # type: ignore[attr-defined]
        made.merge_range(row, 0, row, 2, "", sheet.canvas.look(look))  # type: ignore[attr-defined]
        sheet.put(row, 0, text, look)  # type: ignore[attr-defined]
        made.set_row(row, _height(text, 122))
        row += 1
    return row + 1


def _height(text: str, width: int) -> float:
    return 15.5 * (1 + len(text) // width) + 2
