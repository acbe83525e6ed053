"""What a workbook is held against: its table, and the scorecard, budgets and evidence around it.

The scorecard named counts; else that of ``cximpact.yaml`` beside the workbook; else the shipped one
whose criteria the headers name. What ``cximpact.yaml`` says beyond the list of proposals (budgets,
rules, evidence) counts, too. A workbook made from our template brings all of it itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import Factory, evolve, frozen

from cximpact.exceptions import InputError, InternalError
from cximpact.intake.files.documents import Document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecards import build_scorecard, find_scorecard
from cximpact.intake.spec import WORKSPACE_FILE, WorkspaceSpec, read_spec, spec_from_keywords
from cximpact.model.scorecard import Scorecard
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.hosting.offering import with_offers
from cximpact.spreadsheet.asked import Asked
from cximpact.spreadsheet.criteria_asked import by_criterion, refuse_unscored, without_criteria
from cximpact.spreadsheet.finding.choosing import matching_scorecard, understood_table
from cximpact.spreadsheet.finding.find import find_table
from cximpact.spreadsheet.template.reading import is_template, proposals_table, workspace_in
from cximpact.spreadsheet.trust import refuse_reaching_out

if TYPE_CHECKING:
    from cximpact.spreadsheet.finding.book import Book
    from cximpact.spreadsheet.finding.find import FoundTable

__all__ = ["Setting", "find_setting"]

_OF_COSTS = {"cost", "costs"}


@frozen(eq=False)
class Setting:
    """A workbook's table, and all it is held against.

    Attributes:
        spec: The workspace, with the table's rows as its proposals.
        scorecard: Its scorecard, as stated.
        found: Where the table stands.
        notices: What a reader must know of how that came about.
    """

    spec: WorkspaceSpec
    scorecard: Scorecard
    found: FoundTable
    notices: tuple[str, ...] = ()

    @property
    def key_header(self) -> str:
        """The header of the ids of the table's lines."""
        part: Any = self.spec.data.get("proposals")
        stated = part.get("columns", {}).get("id", "id") if isinstance(part, dict) else "id"
        wanted = stated["column"] if isinstance(stated, dict) else stated
        known = {header.casefold(): header for header in self.found.raw.headers}
        return known[str(wanted).casefold()]


def find_setting(book: Book, path: Path, asked: Asked) -> Setting:
    """Return what a workbook is held against.

    Args:
        book: The workbook.
        path: Its file; a ``cximpact.yaml`` beside it counts.
        asked: What the user asks for.

    Raises:
        InputError: The table, the scorecard or what stands beside cannot be found or read.
    """
    if is_template(book):
        return _from_template(book, asked)
    beside = _beside(path)
    stated = _stated_list(beside, path)
    where = _Where(
        asked.sheet or stated.sheet,
        asked.table or ("" if asked.sheet else stated.table),
        {**stated.columns, **(asked.columns or {})} or None,
    )
    told = [] if beside is None else [f"{WORKSPACE_FILE} beside the workbook counts"]
    reference, found = _reference(asked.scorecard, beside), None
    if reference is None:
        found = where.find(book, None)
        reference = matching_scorecard(found)
        told.append(f"the shipped scorecard '{reference}' counts: the headers name its criteria")
    scorecard = _scorecard(reference, beside)
    where = evolve(where, columns=by_criterion(where.columns, scorecard))
    found = found or where.find(book, scorecard)
    made = understood_table(found, scorecard, columns=where.columns, under=beside)
    refuse_unscored(made.spec, found, scorecard)
    spec = _with_wishes(_as_stated(made.spec, beside, stated, where.columns or ()), asked)
    return Setting(spec, scorecard, found, (*told, *made.notices))


def _from_template(book: Book, asked: Asked) -> Setting:
    """Return the setting of a workbook made from our template, which brings all of it itself."""
    spec = workspace_in(book)
    if spec is None:
        raise InternalError("a template is a workspace")
    refuse_reaching_out(spec, plugins=asked.plugins)
    spec = with_offers(spec, Means())
    reference = spec.scorecard if asked.scorecard is None else asked.scorecard
    scorecard = _scorecard(reference, spec)
    spec = _with_wishes(evolve(spec, scorecard=scorecard), asked)
    return Setting(spec, scorecard, proposals_table(book))


@frozen
class _Where:
    """Which table is meant, as far as it is said."""

    sheet: str
    table: str
    columns: Mapping[str, Any] | None

    def find(self, book: Book, scorecard: Scorecard | None) -> FoundTable:
        columns = self.columns if scorecard else without_criteria(self.columns)
        return find_table(
            book, sheet=self.sheet, table=self.table, columns=columns, scorecard=scorecard
        )


@frozen
class _StatedList:
    """What a workspace says of its list of proposals, where that is this workbook."""

    columns: Mapping[str, Any] = Factory(dict)
    read: Mapping[str, Any] = Factory(dict)
    rest: Mapping[str, Any] = Factory(dict)

    @property
    def sheet(self) -> str:
        return str(self.read.get("sheet", ""))

    @property
    def table(self) -> str:
        cells = self.read.get("cells")
        return str(self.read.get("table") or "") if cells is None else str(cells)


def _beside(path: Path) -> WorkspaceSpec | None:
    """Return the workspace beside a workbook, if there is one."""
    if not (path.resolve().parent / WORKSPACE_FILE).is_file():
        return None
    return with_offers(read_spec(path.resolve().parent), Means())


def _reference(asked: Any, beside: WorkspaceSpec | None) -> Any:
    if asked is not None:
        return asked
    return None if beside is None else beside.data.get("scorecard")


def _scorecard(reference: Any, beside: WorkspaceSpec | None) -> Scorecard:
    if isinstance(reference, Scorecard):
        return reference
    base = beside.base if beside and reference == beside.data.get("scorecard") else None
    problems = ProblemList()
    found = build_scorecard(_document(reference, base), problems, beside.offers if beside else None)
    if found is None:
        raise InputError(problems.problems())
    return found


def _document(reference: Any, base: Path | None) -> Document:
    if isinstance(reference, Document):
        return reference
    if isinstance(reference, Mapping):
        made = spec_from_keywords(scorecard=reference).scorecard
        if made is not None and not isinstance(made, Scorecard):
            return made
    return find_scorecard(str(reference), base)


def _stated_list(beside: WorkspaceSpec | None, path: Path) -> _StatedList:
    part: Any = None if beside is None else beside.data.get("proposals")
    said: dict[str, Any] = part if isinstance(part, dict) else {"path": part}
    if beside is None or not _is_same(beside.base, said.get("path"), path):
        return _StatedList()
    mappings = {key: said[key] for key in ("columns", "read") if isinstance(said.get(key), dict)}
    others = ("where", "missing", "set_aside")
    rest: dict[str, Any] = {key: said[key] for key in others if key in said}
    return _StatedList(**mappings, rest=rest)


def _is_same(base: Path | None, named: Any, path: Path) -> bool:
    if named is None:
        return True
    return isinstance(named, str) and ((base or Path()) / named).resolve() == path.resolve()


def _as_stated(
    made: WorkspaceSpec, beside: WorkspaceSpec | None, stated: _StatedList, said: Collection[str]
) -> WorkspaceSpec:
    """Return a workspace with what the one beside says of the list in place of what was guessed.

    Args:
        made: The workspace beside with the table as its list, its columns stated or guessed.
        beside: That workspace.
        stated: What it says of the list.
        said: Which of our columns were stated by anyone.
    """
    part: Any = made.data["proposals"]
    if beside is None or not isinstance(part, dict):
        return made
    places = ("sheet", "cells", "table", "header_row", "path")
    read = {key: each for key, each in stated.read.items() if key not in places}
    # Costs of a table of their own would be counted twice with a column that was guessed.
    idle = _OF_COSTS - {*said} if "costs" in beside.data else set()
    columns = {key: each for key, each in part["columns"].items() if key not in idle}
    whole = {**part, **stated.rest, "columns": columns, **({"read": read} if read else {})}
    gone = {"currency"} - beside.data.keys() if idle else set()
    data: dict[str, Any] = {key: each for key, each in made.data.items() if key not in gone}
    return evolve(made, document=evolve(made.document, data={**data, "proposals": whole}))


def _with_wishes(spec: WorkspaceSpec, asked: Asked) -> WorkspaceSpec:
    given: dict[str, Any] = {}
    if asked.budget is not None:
        is_named = isinstance(asked.budget, Mapping)
        given["budgets"] = asked.budget if is_named else {"total": asked.budget}
    if asked.as_of is not None:
        given["as_of"] = asked.as_of
    if asked.quick:
        given |= {"draws": 0, "analyses": []}
    return spec_from_keywords(spec, **given) if given else spec
