"""A workbook to start from: blank, or with everything that a workspace in files holds."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.cells import Area, text_of
from cximpact.spreadsheet.ownership import reference
from cximpact.spreadsheet.template.budgets_sheet import write_budgets
from cximpact.spreadsheet.template.canvas import canvas
from cximpact.spreadsheet.template.content import EXAMPLE, Content, Listed
from cximpact.spreadsheet.template.fields import field_of_headers, plain_columns
from cximpact.spreadsheet.template.instructions import write_instructions
from cximpact.spreadsheet.template.leaves import value_at
from cximpact.spreadsheet.template.lists import make_lists
from cximpact.spreadsheet.template.plan_sheet import Plan, Role, key_of, write_plan
from cximpact.spreadsheet.template.raters import Answer, Rater, as_raters
from cximpact.spreadsheet.template.ratings_sheet import Titles, write_rater
from cximpact.spreadsheet.template.settings_sheet import write_settings
from cximpact.spreadsheet.template.table_sheet import HEADER_ROW, write_table
from cximpact.spreadsheet.template.weights_sheet import write_weights

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.spreadsheet.template.canvas import Canvas

__all__ = ["new"]

_FAR = 2000
_LINES = 50
_SCORECARD = "customer"


def new(
    path: str | PathLike[str],
    *,
    workspace: str | PathLike[str] | None = None,
    scorecard: str | PathLike[str] | None = None,
    raters: Sequence[str] = ("R1", "R2", "R3"),
    lines: int = _LINES,
) -> Path:
    """Write a workbook to start from.

    Args:
        path: The new file, ending in .xlsx.
        workspace: A workspace in files that is to be in it; left out: a blank workbook.
        scorecard: For a blank one: a shipped name, or a path; left out: ``customer``.
        raters: A sheet for each, unless the workspace has answers of raters already.
        lines: How many empty lines each table offers.

    Returns:
        The file.

    Raises:
        InputError: Something is there already, XlsxWriter is not installed, or the workspace or
            scorecard cannot be read.

    Example:
        ``new("budget-2027.xlsx", scorecard="balanced", raters=["Ana", "Bo"])``
    """
    from cximpact.spreadsheet.template.blank import blank_content
    from cximpact.spreadsheet.template.gathering import gather

    file = Path(path)
    if workspace is not None and scorecard is not None:
        hint = "a workspace names its own scorecard"
        raise InputError([Problem("both a workspace and a scorecard are given", hint=hint)])
    if workspace is not None:
        content = gather(Path(workspace), file.parent, raters, lines)
    else:
        content = blank_content(str(scorecard or _SCORECARD), raters, lines)
    with canvas(file) as made:
        _write(made, file.name, content)
    return file


class _Numbers:
    """Gives every sheet the number its cells are found by, and remembers the part it plays."""

    def __init__(self) -> None:
        self.roles: list[Role] = []

    def key(self, kind: str, listed: Listed | None = None) -> str:
        number = len(self.roles) + 1
        if listed is None:
            self.roles.append(Role(number, kind))
        else:
            said, blocks = listed.said, listed.blocks
            role = Role(number, kind, listed.part, listed.file, blocks, listed.optional, said)
            self.roles.append(role)
        return key_of(number)


def _write(made: Canvas, name: str, content: Content) -> None:
    card, numbers = content.scorecard.data, _Numbers()
    write_instructions(made, name, content)
    _offer_proposals(made, content)
    make_lists(made, card)
    for listed in _ordered(content):
        _write_one(made, content, listed, numbers)
    budgets = value_at(content.round.data, ("budgets",))
    taken = write_budgets(made, budgets, numbers.key("budgets"))
    keys = (numbers.key("groups"), numbers.key("weights"))
    taken |= write_weights(made, card, keys)
    write_settings(made, content, numbers.key("settings"), taken)
    example = EXAMPLE if any(listed.example for listed in content.tables) else ""
    stated = value_at(content.round.data, ("scorecard",))
    plan = Plan(
        tuple(numbers.roles),
        content.name,
        stated if isinstance(stated, str) else "",
        content.shipped,
        example,
        content.references,
        content.kept,
    )
    write_plan(made, plan)


def _ordered(content: Content) -> list[Listed]:
    order = ("proposals", "ratings", "costs", "effects", "quantities", "budgets_from", "evidence")
    return sorted(content.tables, key=lambda listed: order.index(listed.part))


def _write_one(made: Canvas, content: Content, listed: Listed, numbers: _Numbers) -> None:
    card: Any = content.scorecard.data
    raters = as_raters(listed) if listed.part == "ratings" else None
    if raters is None:
        kind = "evidence" if listed.part == "evidence" else "table"
        write_table(made, listed, numbers.key(kind, listed), card, content.lines)
        return
    blank = tuple(Rater(name, None, _example(listed)) for name in content.raters)
    shape = (card, _ids(content), _titles(content), content.lines)
    for number, rater in enumerate([*raters, *blank], 1):
        write_rater(made, number, rater, numbers.key("rater", listed), shape)
    if not raters and not blank:
        write_table(made, listed, numbers.key("table", listed), card, content.lines)


def _example(listed: Listed) -> Any:
    headers = plain_columns("ratings")
    criterion, rating = (listed.example.get(headers[key]) for key in ("criterion", "rating"))
    return (((EXAMPLE, str(criterion)), Answer(rating)),) if criterion else ()


def _proposals(content: Content) -> tuple[Listed | None, dict[str, str]]:
    """Return the list, and the headers of its columns by our names."""
    listed = next((each for each in content.tables if each.part == "proposals"), None)
    if listed is None:
        return None, {}
    fields = field_of_headers("proposals", listed.said, listed.table.headers)
    return listed, {each.name: header for header, each in fields.items()}


def _ids(content: Content) -> list[Cell]:
    from cximpact.spreadsheet.template.exact import as_cell

    listed, headers = _proposals(content)
    if listed is None or "id" not in headers:
        return []
    read = listed.said.get("read", {})
    ids = [as_cell(cell, read) for cell in listed.table.column(headers["id"])]
    return [cell for cell in ids if text_of(cell).strip()]


def _titles(content: Content) -> Titles:
    listed, headers = _proposals(content)
    if listed is None or not {"id", "title"} <= set(headers):
        return Titles()
    ids, titles = (_cells(listed, headers[name]) for name in ("id", "title"))
    columns = (listed.table.column(headers[name]) for name in ("id", "title"))
    known = {text_of(one): text_of(other) for one, other in zip(*columns, strict=True)}
    if listed.example:
        known[EXAMPLE] = str(listed.example.get(headers["title"], ""))
    return Titles(ids, titles, known)


def _cells(listed: Listed, header: str) -> str:
    at = listed.table.headers.index(header) + 1
    return reference(listed.title, Area(HEADER_ROW + 2, at, HEADER_ROW + 1 + _FAR, at))


def _offer_proposals(made: Canvas, content: Content) -> None:
    """Let other sheets offer the ids of the list, also where they come before it."""
    listed, headers = _proposals(content)
    if listed is not None and "id" in headers:
        made.register_source("proposals", f"={_cells(listed, headers['id'])}")
