"""What a workbook made from our template holds, whoever filled it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import Factory, field, frozen

from cximpact.intake.files.documents import Document
from cximpact.intake.files.raw_table import RawTable
from cximpact.intake.spec import WORKSPACE_FILE

__all__ = ["EXAMPLE", "PARTS", "Content", "KeptFile", "Listed", "Reference"]

PARTS = ("proposals", "costs", "ratings", "effects", "quantities", "budgets_from")
"""The tables a workspace can have, evidence aside."""

EXAMPLE = "(example)"
"""The id of a row that shows how to fill a table, and does not count."""


@frozen(eq=False)
class Listed:
    """A table that gets a sheet of its own.

    Attributes:
        part: The part of the workspace: ``costs``, or ``evidence`` for what customers say.
        table: Its headers and cells.
        title: What the sheet is called.
        file: The file it comes from, as the workspace names it; "" where it comes from none.
        said: What the workspace says of it: how it is read, its columns.
        blocks: The blocks of evidence that read it.
        optional: Whether the workspace names it only once there are rows in it.
        example: Cells of a row that shows how to fill it, by header.
    """

    part: str
    table: RawTable
    title: str
    file: str = ""
    said: Mapping[str, Any] = Factory(dict)
    blocks: tuple[str, ...] = ()
    optional: bool = False
    example: Mapping[str, str | float] = Factory(dict)


@frozen
class KeptFile:
    """A file as it was, so that it can be given back unchanged.

    Attributes:
        path: The file, as the workspace names it.
        data: Its bytes.
    """

    path: str
    data: bytes = field(repr=False)


@frozen
class Reference:
    """A file or folder that is too large for a workbook, or no table: it stays where it is.

    Attributes:
        at: Where the document names it, as a path of text.
        original: What the document said.
        here: The same seen from the folder of the workbook.
    """

    at: str
    original: str
    here: str


@frozen(eq=False)
class Content:
    """Everything that goes into a workbook.

    Attributes:
        round: The workspace's document.
        scorecard: The scorecard's document.
        name: The workspace's file.
        shipped: The scorecard's name, if it is one that comes with cximpact.
        tables: The tables, in the order of their sheets.
        raters: Names of raters who get an empty sheet.
        kept: Files to be given back unchanged.
        references: What stays outside.
        lines: How many empty lines each table offers.
    """

    round: Document
    scorecard: Document
    name: str = WORKSPACE_FILE
    shipped: str = ""
    tables: tuple[Listed, ...] = ()
    raters: tuple[str, ...] = ()
    kept: tuple[KeptFile, ...] = ()
    references: tuple[Reference, ...] = ()
    lines: int = 50
