"""A workspace as it was stated: its document, its folder, and frames handed over in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import Factory, evolve, frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import Data, Document, read_document
from cximpact.intake.files.marks import Mark
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.files.text_files import refuse_unusable
from cximpact.intake.keywords import CALL, absolute, as_frame, is_frame, is_path, plain_data
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import CollectedTable

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.offers import Offers

__all__ = ["WORKSPACE_FILE", "WorkspaceSpec", "read_spec", "spec_from_keywords"]

WORKSPACE_FILE = "cximpact.yaml"
_TABLES = ("proposals", "costs", "ratings", "effects", "quantities", "budgets_from")
_OTHERS = (
    *(
        "screening",
        "budgets",
        "as_of",
        "rules",
        "rates",
        "currency",
        "gates",
        "title",
        "plugin_gates",
    ),
    *("previous", "scenarios", "analyses", "weighting", "draws", "selection_draws", "seed"),
)
_KNOWN = (*_TABLES, *_OTHERS, "columns", "missing", "evidence", "scorecard", "weights")
WITH_MISSING = ("proposals", "costs", "ratings", "effects", "quantities")
"""The tables that may say which words mean an empty cell."""


@frozen(eq=False)
class WorkspaceSpec:
    """A workspace as it was stated, before any of its tables is read.

    Attributes:
        name: The workspace file, or ``evaluate()`` where there is none.
        base: The folder that relative paths start from; None without a file.
        document: What the file says, with what keywords replaced.
        frames: Frames by the part they are the rows of: ``proposals``, ``ratings``,
            ``evidence.csat`` ...
        tables: Tables that were read already, by the same names; not for evidence.
        scorecard: A scorecard handed over in Python; None takes the document's.
        collected: What plugins' sources gave, by part: ``costs``, ``evidence.csat`` ...; empty
            as long as nothing was collected.
        snapshot: The folder in which that lies.
        holder: Keeps a snapshot that belongs to no workspace's folder from being removed.
        offers: Opens what installed plugins offer, when a document names something of theirs;
            None where plugins are out of reach.
    """

    name: str
    base: Path | None
    document: Document
    frames: Mapping[str, pd.DataFrame] = Factory(dict)
    tables: Mapping[str, RawTable] = Factory(dict)
    scorecard: Scorecard | Document | None = None
    collected: Mapping[str, CollectedTable] = Factory(dict)
    snapshot: Path | None = None
    holder: object = None
    offers: Callable[[], Offers] | None = None

    @property
    def data(self) -> dict[str, Data]:
        """The document's parts by key; none where it is no mapping."""
        return self.document.data if isinstance(self.document.data, dict) else {}

    def has_rows(self, part: str) -> bool:
        """Return whether the rows of a part were handed over, so that no file is read for it."""
        return part in self.frames or part in self.tables


def read_spec(path: Path) -> WorkspaceSpec:
    """Read a workspace file; nothing it names is read yet.

    Args:
        path: The file, or the folder that holds ``cximpact.yaml``.

    Raises:
        InputError: The file is not there or not a document.
    """
    refuse_unusable(path)
    file = path / WORKSPACE_FILE if path.is_dir() else path
    if path.is_dir() and not file.exists():
        hint = "name the workspace file, or write one with 'cximpact init'"
        raise InputError([Problem(f"no {WORKSPACE_FILE} in this folder", str(path), hint=hint)])
    if not file.exists():
        near = [each.name for each in path.parent.glob("*")] if path.parent.is_dir() else []
        meant = did_you_mean(path.name, near)
        raise InputError([Problem("no such file or folder", str(path), hint=meant)])
    return WorkspaceSpec(file.name, file.parent, read_document(file))


def spec_from_keywords(spec: WorkspaceSpec | None = None, /, **given: Any) -> WorkspaceSpec:
    """Return a workspace stated by keywords, over one that stands in a file or not.

    Rows given for a table take the place of the workspace's file; its column map, its filter and
    its set-aside rules stay. So it is with rows given for one of its blocks of evidence; blocks
    not given fall away. Everything else takes the place of the part of the same name.

    Args:
        spec: The workspace underneath.
        **given: proposals, costs, ratings, effects, quantities, budgets_from (frames, rows or
            paths); columns
            (of the proposals); missing (words of all tables but that of budgets); weights or
            scorecard; evidence; and any other part of a workspace.

    Raises:
        InputError: A keyword is unknown, or its value is nothing a workspace can hold.

    Example:
        >>> spec_from_keywords(weights={"ease": 1}, as_of="2026-03-01").data
        {'as_of': '2026-03-01'}
    """
    _refuse_unknown(given)
    under = spec or WorkspaceSpec(CALL, None, Document(CALL, {}, Mark(0)))
    parts: dict[str, Data] = {
        key: plain_data(given[key], (key,)) for key in _OTHERS if key in given
    }
    frames = dict(under.frames)
    for name in _TABLES:
        if name in given:
            parts[name] = _table_part(name, given[name], under.data.get(name), frames)
    if "columns" in given:
        whole = parts.get("proposals", under.data.get("proposals"))
        columns = plain_data(given["columns"], ("columns",))
        parts["proposals"] = {**_as_mapping(whole), "columns": columns}
    if "evidence" in given:
        blocks = under.data.get("evidence")
        parts["evidence"] = _evidence_part(given["evidence"], _as_mapping(blocks), frames)
    if is_path(given.get("previous")):
        parts["previous"] = absolute(given["previous"])
    document = under.document.replaced(parts)
    if "missing" in given:
        document = _with_missing(document, _words(given["missing"]), frames)
    return evolve(
        under,
        document=document,
        frames=frames,
        scorecard=_scorecard(given, under),
    )


def _refuse_unknown(given: Mapping[str, Any]) -> None:
    problems = [
        Problem("unknown keyword", file=CALL, field=key, hint=did_you_mean(key, _KNOWN))
        for key in given
        if key not in _KNOWN
    ]
    if "weights" in given and "scorecard" in given:
        hint = "a scorecard has its weights: give one of the two"
        problems.append(Problem("both weights and scorecard are given", file=CALL, hint=hint))
    if problems:
        raise InputError(problems)


def _as_mapping(part: Data) -> dict[str, Data]:
    if isinstance(part, dict):
        return part
    return {} if part is None else {"path": part}


def _words(value: Any) -> Data:
    """Return the words of `missing` as a document would hold them."""
    words = value if isinstance(value, str) else plain_data(value, ("missing",))
    if not isinstance(words, list) or not all(_is_word(each) for each in words):
        expected = "a list of texts and numbers, such as ['tbd', 'n/a']"
        raise InputError([Problem("not words", CALL, field="missing", expected=expected)])
    return words


def _is_word(value: Data) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _with_missing(document: Document, words: Data, frames: Mapping[str, Any]) -> Document:
    """Return a document in whose tables the words mean an empty cell, in place of any others."""
    for name in WITH_MISSING:
        stated = document.data.get(name) if isinstance(document.data, dict) else None
        if isinstance(stated, str):
            document = document.replaced({name: {"path": stated}})
        if stated is not None or name in frames:
            document = document.with_key(name, "missing", words)
    return document


def _table_part(
    name: str, value: Any, under: Data, frames: dict[str, pd.DataFrame]
) -> dict[str, Data]:
    """Return the part of a table whose rows come from elsewhere now."""
    moved = ("path", "rows", "read", "source", "settings")
    kept = {key: each for key, each in _as_mapping(under).items() if key not in moved}
    frames.pop(name, None)
    if is_path(value):
        return {**kept, "path": absolute(value)}
    if isinstance(value, Mapping):
        stated = plain_data(value, (name,))
        return stated if isinstance(stated, dict) else {}
    frames[name] = as_frame(value, name)
    return kept


def _evidence_part(given: Any, under: Mapping[str, Data], frames: dict[str, pd.DataFrame]) -> Data:
    """Return the blocks of evidence; a frame is the rows of the block it is given for."""
    for key in [key for key in frames if key.startswith("evidence.")]:
        del frames[key]
    if not isinstance(given, Mapping):
        expected = "a mapping of names to frames or blocks"
        raise InputError([Problem("not evidence", CALL, field="evidence", expected=expected)])
    blocks = {str(name): block for name, block in given.items()}
    return {
        name: _evidence_block(name, block, _as_mapping(under.get(name)), frames)
        for name, block in blocks.items()
    }


def _evidence_block(
    name: str, block: Any, under: Mapping[str, Data], frames: dict[str, pd.DataFrame]
) -> Data:
    moved = ("path", "read", "source", "settings")
    kept = {key: each for key, each in under.items() if key not in moved}
    if is_path(block):
        return {**kept, "path": absolute(block)}
    if isinstance(block, Mapping):
        said = {key: each for key, each in block.items() if key != "frame"}
        if "frame" in block:
            frames[f"evidence.{name}"] = as_frame(block["frame"], f"evidence.{name}")
        elif "path" in said:
            # What is no path is left to the schema.
            listed = said["path"] if isinstance(said["path"], list | tuple) else [said["path"]]
            said["path"] = [absolute(path) if is_path(path) else path for path in listed]
        return plain_data(said, ("evidence", name))
    frames[f"evidence.{name}"] = as_frame(block, f"evidence.{name}")
    return kept


def _scorecard(given: Mapping[str, Any], under: WorkspaceSpec) -> Scorecard | Document | None:
    if "weights" in given:
        return Document("weights", _scorecard_of_weights(given["weights"]), Mark(0))
    stated = given.get("scorecard")
    if stated is None:
        return under.scorecard
    if isinstance(stated, Scorecard):
        return stated
    if is_path(stated):
        from cximpact.intake.scorecards.scorecards import find_scorecard

        return find_scorecard(str(stated), None)
    return Document("scorecard", plain_data(stated, ("scorecard",)), Mark(0))


def _scorecard_of_weights(weights: Any) -> Data:
    if not isinstance(weights, Mapping) or is_frame(weights):
        expected = "a mapping of criteria to points, such as {'ease': 60}"
        raise InputError([Problem("not weights", CALL, field="weights", expected=expected)])
    criteria = {key: {"weight": points} for key, points in weights.items()}
    return plain_data({"id": "weights", "criteria": criteria})
