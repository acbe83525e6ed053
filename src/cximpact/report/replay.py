"""A copy of everything an evaluation was made from, as a workspace that gives it again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cximpact.intake.spec import WORKSPACE_FILE, WorkspaceSpec
from cximpact.model.evaluation import Summary
from cximpact.plugins.hosting.kept import GATE_ANSWERS, kept_reference
from cximpact.report.json_text import harmless
from cximpact.writing.whole_files import copy_whole, write_whole

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.intake.files.raw_table import RawTable

_TABLES = ("proposals", "costs", "ratings", "effects", "quantities", "budgets_from")
_SCORECARD_FILE = "scorecard.json"
_ANSWERS = "plugin_gates"
_ELSEWHERE = "elsewhere"
_GLOB_SIGNS = "*?["


def write_inputs(folder: Path, spec: WorkspaceSpec, summary: Summary, answers: str = "") -> None:
    """Write a workspace that gives the same evaluation again.

    The day of the decision and the whole scorecard are written out, so that neither the clock
    nor a later version of a shipped scorecard changes the answer. What sources of plugins gave is
    copied, and what gates of plugins answered is kept; references to secrets stay references.

    Args:
        folder: An existing, empty folder.
        spec: The workspace that was evaluated.
        summary: The evaluation's summary.
        answers: What gates of plugins answered, "" where none was asked.
    """
    data: dict[str, Any] = json.loads(json.dumps(spec.data))
    copier = _Copier(spec.base or Path(), folder)
    for part in _parts_with_paths(data):
        part["path"] = copier.copy(part["path"])
    data.pop("snapshot", None)
    if spec.snapshot is not None:
        data["snapshot"] = _copy_tables(folder, spec)
    if "previous" in data:
        data["previous"] = copier.copy(data["previous"])
    for name, frame in spec.frames.items():
        _part(data, name)["path"] = _write_frame(folder, name, frame)
    for name, table in spec.tables.items():
        _part(data, name)["path"] = _write_table(folder, name, table)
    data.pop(GATE_ANSWERS, None)
    if answers:
        data[GATE_ANSWERS] = kept_reference(_free(folder, _ANSWERS, ".json"), answers)
        write_whole(folder / data[GATE_ANSWERS]["path"], answers)
    write_whole(folder / _SCORECARD_FILE, _json(summary.scorecard))
    data["scorecard"] = _SCORECARD_FILE
    data["as_of"] = summary.as_of.isoformat()
    # JSON is YAML too, and leaves no doubt which scalar is text.
    write_whole(folder / WORKSPACE_FILE, _json(data))


def _json(data: Mapping[str, Any]) -> str:
    # Not rounded as in a result: what is read again must be the same to the last bit.
    return harmless(json.dumps(data, indent=1, ensure_ascii=False)) + "\n"


def _parts_with_paths(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parts of a workspace that name files; a bare path becomes such a part."""
    owners = [(data, name) for name in _TABLES]
    blocks = data.get("evidence")
    owners += [(blocks, name) for name in blocks] if isinstance(blocks, dict) else []
    for owner, name in owners:
        if isinstance(owner.get(name), str):
            owner[name] = {"path": owner[name]}
    parts = [owner[name] for owner, name in owners if isinstance(owner.get(name), dict)]
    return [part for part in parts if "path" in part]


def _part(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the part that a frame is the rows of, such as ``evidence.csat``."""
    part = data
    for key in name.split(".", 1):
        part = part.setdefault(key, {})
    return part


def _copy_tables(folder: Path, spec: WorkspaceSpec) -> str:
    """Copy what sources gave, so that neither they nor their secrets are needed again."""
    from cximpact.snapshots.reading import copy_snapshot

    name = _free(folder, "snapshot")
    if spec.snapshot is not None:
        copy_snapshot(spec.snapshot, folder / name, spec.collected)
    return name


def _write_frame(folder: Path, name: str, frame: pd.DataFrame) -> str:
    table = frame.reset_index() if frame.index.name else frame
    columns = [str(column) for column in table.columns]
    return _write_rows(folder, name, columns, table.itertuples(index=False, name=None))


def _write_table(folder: Path, name: str, table: RawTable) -> str:
    return _write_rows(folder, name, table.headers, zip(*table.columns, strict=True))


def _write_rows(
    folder: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> str:
    file = _file_name(folder, name)
    lines = (
        json.dumps(dict(zip(columns, map(_cell, row), strict=True)), ensure_ascii=False)
        for row in rows
    )
    write_whole(folder / file, "".join(f"{line}\n" for line in lines))
    return file


def _file_name(folder: Path, name: str) -> str:
    """Return a file name of plain signs that is free; names of sources may hold any others."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:100]
    return _free(folder, plain, ".jsonl")


def _free(folder: Path, name: str, ending: str = "") -> str:
    names = (f"{name}{number or ''}{ending}" for number in count())
    return next(each for each in names if not (folder / each).exists())


def _cell(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return None
    return value if isinstance(value, str | int | float | bool) else str(value)


class _Copier:
    """Copies files into a folder: those under the base keep their place, others get a new one."""

    def __init__(self, base: Path, folder: Path) -> None:
        self._base = base.resolve()
        self._folder = folder
        self._outside = 0

    def copy(self, paths: str | Sequence[str]) -> str | list[str]:
        """Copy the files a part names and return their paths in the copy."""
        if isinstance(paths, str) and not self._is_pattern(paths):
            return self._copy_one(self._base / paths)
        listed = [paths] if isinstance(paths, str) else list(paths)
        return [self._copy_one(file) for path in listed for file in self._files(path)]

    def _files(self, path: str) -> list[Path]:
        if self._is_pattern(path):
            return sorted(self._base.glob(path))
        return [self._base / path]

    def _is_pattern(self, path: str) -> bool:
        """Return whether a path means several files; the name of one may hold such signs, too."""
        return any(sign in path for sign in _GLOB_SIGNS) and not (self._base / path).exists()

    def _copy_one(self, source: Path) -> str:
        resolved = source.resolve()
        if resolved.is_relative_to(self._base):
            place = resolved.relative_to(self._base)
        else:
            self._outside += 1
            place = Path(_ELSEWHERE, str(self._outside), resolved.name)
        target = self._folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_whole(resolved, target)
        return place.as_posix()
