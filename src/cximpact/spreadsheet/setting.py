"""What a workbook is held against: its table, and the scorecard, budgets and evidence around it.

The scorecard named counts; else that of ``cximpact.yaml`` beside the workbook; else the shipped one
whose criteria the headers name. What ``cximpact.yaml`` says beyond the list of proposals (budgets,
rules, evidence) counts, too. A workbook made from our template brings all of it itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from cximpact.exceptions import InputError
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecards import build_scorecard, find_scorecard
from cximpact.intake.spec import WORKSPACE_FILE, WorkspaceSpec, read_spec, spec_from_keywords
from cximpact.model.scorecard import Scorecard
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.hosting.offering import with_offers
from cximpact.spreadsheet.finding.choosing import matching_scorecard, table_spec
from cximpact.spreadsheet.finding.find import find_table

if TYPE_CHECKING:
    from cximpact.intake.files.documents import Document
    from cximpact.spreadsheet.finding.book import Book
    from cximpact.spreadsheet.finding.find import FoundTable

__all__ = ["Asked", "Setting", "find_setting"]


@frozen
class Asked:
    """What the user asks for; what is left out is found out.

    Attributes:
        sheet: The sheet of the table.
        table: An Excel table or a defined name.
        columns: Our names to the table's headers.
        scorecard: A shipped name, a path, or a scorecard.
        budget: A limit, or limits by name.
        as_of: The day of the decision.
        quick: Whether nothing is drawn.
    """

    sheet: str = ""
    table: str = ""
    columns: Mapping[str, Any] | None = None
    scorecard: Any = None
    budget: Any = None
    as_of: date | None = None
    quick: bool = False


@frozen(eq=False)
class Setting:
    """A workbook's table, and all it is held against.

    Attributes:
        spec: The workspace, with the table's rows as its proposals.
        found: Where the table stands.
        notices: What a reader must know of how that came about.
    """

    spec: WorkspaceSpec
    found: FoundTable
    notices: tuple[str, ...] = field(default=())


def find_setting(book: Book, path: Path, asked: Asked) -> Setting:
    """Return what a workbook is held against.

    Args:
        book: The workbook.
        path: Its file; a ``cximpact.yaml`` beside it counts.
        asked: What the user asks for.

    Raises:
        InputError: The table, the scorecard or what stands beside cannot be found or read.
    """
    beside = _beside(path)
    reference = _reference(asked.scorecard, beside)
    said = [] if beside is None else [f"{WORKSPACE_FILE} beside the workbook counts"]
    if reference is None:
        reference = matching_scorecard(book, sheet=asked.sheet, table=asked.table)
        said.append(f"the shipped scorecard '{reference}' counts: the headers name its criteria")
    stated, scorecard = _scorecard(reference, beside)
    columns = _columns(beside, path, asked)
    found = find_table(
        book, sheet=asked.sheet, table=asked.table, columns=columns, scorecard=scorecard
    )
    made = table_spec(found, scorecard, columns=columns)
    spec = _around(made, beside, stated)
    return Setting(_with_wishes(spec, asked), found, tuple(said))


def _beside(path: Path) -> WorkspaceSpec | None:
    """Return the workspace beside a workbook, if there is one."""
    if not (path.resolve().parent / WORKSPACE_FILE).is_file():
        return None
    return with_offers(read_spec(path.resolve().parent), Means())


def _reference(asked: Any, beside: WorkspaceSpec | None) -> Any:
    if asked is not None:
        return asked
    return None if beside is None else beside.data.get("scorecard")


def _scorecard(reference: Any, beside: WorkspaceSpec | None) -> tuple[Any, Scorecard]:
    """Return a scorecard as it is stated, and as it was read."""
    if isinstance(reference, Scorecard):
        return reference, reference
    base = beside.base if beside and reference == beside.data.get("scorecard") else None
    document = _document(reference, base)
    problems = ProblemList()
    found = build_scorecard(document, problems, beside.offers if beside else None)
    if found is None:
        raise InputError(problems.problems())
    return document, found


def _document(reference: Any, base: Path | None) -> Document:
    if isinstance(reference, Mapping):
        made = spec_from_keywords(scorecard=reference).scorecard
        if made is not None and not isinstance(made, Scorecard):
            return made
    return find_scorecard(str(reference), base)


def _columns(
    beside: WorkspaceSpec | None, path: Path, asked: Asked
) -> Mapping[str, Any] | None:
    """Return the column map: the user's, over that of the workspace if it is for this workbook."""
    part = None if beside is None else beside.data.get("proposals")
    said = part if isinstance(part, dict) else {"path": part}
    stated = said.get("columns")
    is_ours = beside is not None and _is_same(beside.base, said.get("path"), path)
    under = stated if is_ours and isinstance(stated, dict) else {}
    return {**under, **(asked.columns or {})} or None


def _is_same(base: Path | None, named: Any, path: Path) -> bool:
    if named is None:
        return True
    return isinstance(named, str) and ((base or Path()) / named).resolve() == path.resolve()


def _around(made: WorkspaceSpec, beside: WorkspaceSpec | None, stated: Any) -> WorkspaceSpec:
    """Return the table's own workspace, or that beside it with the table as its proposals."""
    if beside is None:
        return evolve(made, scorecard=stated)
    parts = {key: made.data[key] for key in ("proposals", "costs") if key in made.data}
    if "costs" in beside.data:
        parts.pop("costs", None)
    document = beside.document.replaced(parts)
    return evolve(beside, document=document, tables=made.tables, scorecard=stated)


def _with_wishes(spec: WorkspaceSpec, asked: Asked) -> WorkspaceSpec:
    given: dict[str, Any] = {}
    if asked.budget is not None:
        is_named = isinstance(asked.budget, Mapping)
        given["budgets"] = asked.budget if is_named else {"budget": asked.budget}
    if asked.as_of is not None:
        given["as_of"] = asked.as_of
    if asked.quick:
        given |= {"draws": 0, "analyses": []}
    return spec_from_keywords(spec, **given) if given else spec
