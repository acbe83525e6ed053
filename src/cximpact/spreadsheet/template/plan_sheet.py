"""The hidden sheet that says which sheet plays which part, and keeps files as they were."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import Factory, frozen

from cximpact.intake.files.cells import Area, Cell, text_of
from cximpact.intake.spec import WORKSPACE_FILE
from cximpact.spreadsheet.template.content import KeptFile, Reference
from cximpact.spreadsheet.template.exact import is_writable

if TYPE_CHECKING:
    from cximpact.spreadsheet.template.canvas import Canvas
    from cximpact.spreadsheet.template.regions import Region

__all__ = ["KEY", "PLAN_SHEET", "Plan", "Role", "key_of", "read_plan", "write_plan"]

KEY = "template"
"""The name by which a workbook is known to be made from our template."""

PLAN_SHEET = "CX template"
_FORMAT = "cximpact template 1"
_LINES, _BASE64 = "lines", "base64"
_CHUNK = 30_000


@frozen(eq=False)
class Role:
    """The part that one sheet plays.

    Attributes:
        number: Its cells are found by the name with this number.
        kind: ``table``, ``rater``, ``evidence``, ``settings``, ``weights``, ``groups`` or
            ``budgets``.
        part: The part of the workspace, for tables.
        file: The file its rows came from.
        blocks: The blocks of evidence that read it.
        optional: Whether the workspace names it only once there are rows in it.
        said: What the workspace then says of it.
    """

    number: int
    kind: str
    part: str = ""
    file: str = ""
    blocks: tuple[str, ...] = ()
    optional: bool = False
    said: Mapping[str, Any] = Factory(dict)

    @property
    def key(self) -> str:
        """The key its cells are owned by."""
        return key_of(self.number)


@frozen(eq=False)
class Plan:
    """What the hidden sheet says.

    Attributes:
        roles: The sheets.
        workspace: The workspace's file.
        scorecard: The scorecard that the workspace named.
        shipped: The shipped scorecard the workbook was made with, "" for none.
        example: The id of lines that do not count, "" for none.
        references: What stays outside.
        kept: Files as they were.
    """

    roles: tuple[Role, ...] = ()
    workspace: str = WORKSPACE_FILE
    scorecard: str = ""
    shipped: str = ""
    example: str = ""
    references: tuple[Reference, ...] = ()
    kept: tuple[KeptFile, ...] = ()


def key_of(number: int) -> str:
    """Return the key that the cells of a sheet are owned by."""
    return f"{KEY}.{number}"


def write_plan(canvas: Canvas, plan: Plan) -> None:
    """Write the hidden sheet."""
    sheet = canvas.sheet(PLAN_SHEET)
    sheet.made.hide()
    for row, cells in enumerate(_rows(plan)):
        for column, cell in enumerate(cells):
            sheet.put(row, column, cell)
    sheet.own(KEY, Area(1, 1, 1, 3))


def _rows(plan: Plan) -> Iterator[Sequence[str]]:
    yield (
        "format",
        _FORMAT,
        "This sheet keeps what is needed to get the files back. Leave it as it is.",
    )
    yield "workspace", json.dumps(plan.workspace)
    yield "scorecard", json.dumps(plan.scorecard)
    yield "shipped", plan.shipped
    yield "example", plan.example
    for role in plan.roles:
        detail = {
            "part": role.part,
            "file": role.file,
            "blocks": list(role.blocks),
            "optional": role.optional,
            "said": dict(role.said) if role.optional else {},
        }
        yield "sheet", str(role.number), role.kind, json.dumps(detail)
    for each in plan.references:
        yield "reference", json.dumps([each.at, each.original, each.here])
    for file in plan.kept:
        how, lines = _as_lines(file.data)
        yield "file", json.dumps(file.path), how
        yield from (("line", line) for line in lines)


def _as_lines(data: bytes) -> tuple[str, list[str]]:
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        lines = ["\x00"]
    if all(map(is_writable, lines)):
        return _LINES, lines
    text = base64.b64encode(data).decode("ascii")
    return _BASE64, [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]


def read_plan(region: Region) -> Plan | None:
    """Return what the hidden sheet says; None where it says nothing that we understand."""
    rows = [[text_of(cell) for cell in row] for row in _padded(region.rows)]
    if not rows or rows[0][1] != _FORMAT:
        return None
    try:
        return _plan(rows)
    except (ValueError, KeyError, TypeError):
        return None


def _padded(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    yield from ([*row, None, None, None, None][:4] for row in rows)


def _plan(rows: Sequence[Sequence[str]]) -> Plan:
    single = {row[0]: row[1] for row in rows if row[0] in ("shipped", "example")}
    names = {
        row[0]: str(json.loads(row[1])) for row in rows if row[0] in ("workspace", "scorecard")
    }
    return Plan(
        tuple(_role(row) for row in rows if row[0] == "sheet"),
        names.get("workspace", WORKSPACE_FILE),
        names.get("scorecard", ""),
        single.get("shipped", ""),
        single.get("example", ""),
        tuple(Reference(*map(str, json.loads(row[1]))) for row in rows if row[0] == "reference"),
        tuple(_files(rows)),
    )


def _role(row: Sequence[str]) -> Role:
    said = json.loads(row[3])
    return Role(
        *(int(row[1]), row[2], str(said["part"]), str(said["file"])),
        tuple(map(str, said["blocks"])),
        bool(said["optional"]),
        dict(said["said"]),
    )


def _files(rows: Sequence[Sequence[str]]) -> Iterator[KeptFile]:
    for at, row in enumerate(rows):
        if row[0] != "file":
            continue
        lines = []
        for each in rows[at + 1 :]:
            if each[0] != "line":
                break
            lines.append(each[1])
        data = base64.b64decode("".join(lines)) if row[2] == _BASE64 else "\n".join(lines).encode()
        yield KeptFile(str(json.loads(row[1])), data)
