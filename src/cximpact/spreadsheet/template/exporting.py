"""A workbook made from our template, written out as a workspace in files."""

from __future__ import annotations

import posixpath
from os import PathLike
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import Document, parse_document
from cximpact.intake.files.raw_table import RawTable
from cximpact.intake.scorecards.scorecards import find_scorecard
from cximpact.intake.spec import WORKSPACE_FILE
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.template.kept_tables import (
    inline_rows,
    same_answers,
    same_rows,
    table_of_file,
)
from cximpact.spreadsheet.template.leaves import value_at
from cximpact.spreadsheet.template.paths import parse_path
from cximpact.spreadsheet.template.reading import Filled, is_template, optional_block, read_filled
from cximpact.spreadsheet.template.table_text import TEXT_KINDS, table_bytes
from cximpact.spreadsheet.template.yaml_text import changed_text, yaml_text
from cximpact.writing.new_files import write_new_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.marks import KeyPath
    from cximpact.spreadsheet.template.plan_sheet import Role

__all__ = ["export"]

_SCORECARD = "scorecard.yaml"
_PATTERN = "*?["


def export(path: str | PathLike[str], folder: str | PathLike[str]) -> Path:
    """Write the workspace that a workbook holds into a folder, as YAML and tables.

    Files that the workbook was made from and whose content did not change are written as they
    were, byte for byte.

    Args:
        path: A workbook that `new` wrote, filled or not.
        folder: Where the files go; none of them must be there already.

    Returns:
        The workspace file.

    Raises:
        InputError: The workbook was not made from our template, its sheets hold what cannot be
            read, or a file is in the folder already.

    Example:
        ``export("budget-2027.xlsx", "budget-2027")``
    """
    book = Book.open(Path(path))
    if not is_template(book):
        hint = "only workbooks written by 'cximpact sheet new' hold a workspace"
        raise InputError(
            [Problem("the workbook was not made from our template", book.name, hint=hint)]
        )
    made = _Export(read_filled(book))
    target = Path(folder)
    # The workspace file first, as what makes the others a workspace.
    files: dict[str, bytes | Path] = {made.name: made.files[made.name], **made.files}
    files |= _copied_files(made.copies)
    _refuse_to_overwrite([target / name for name in (*made.files, *made.copies)])
    try:
        write_new_files(target, files)
    except OSError as error:
        message = f"cannot write here: {error.strerror or error}"
        raise InputError([Problem(message, str(target), hint="name another folder")]) from None
    return target / made.name


def _refuse_to_overwrite(paths: list[Path]) -> None:
    there = [path for path in paths if path.exists() or path.is_symlink()]
    if there:
        hint = "name a folder that is not there yet"
        raise InputError(Problem("is there already", file=str(path), hint=hint) for path in there)


def _copied_files(copies: Mapping[str, Path]) -> dict[str, Path]:
    """Return every file that is copied along by its place; of a folder all that is below it."""
    found = {}
    for name, source in copies.items():
        if source.is_file():
            found[name] = source
        for each in sorted(source.rglob("*")) if source.is_dir() else ():
            if each.is_file():
                found[f"{name}/{each.relative_to(source).as_posix()}"] = each
    return found


class _Export:
    """Works out which files a workbook becomes."""

    def __init__(self, filled: Filled) -> None:
        self.filled = filled
        self.kept = {file.path: file.data for file in filled.plan.kept}
        self.files: dict[str, bytes] = {}
        self.copies: dict[str, Path] = {}
        self.data: dict[str, Any] = _copied(filled.round.data)
        self.name = self._workspace_file()
        self.old = self._old_document(self.name)
        for role in filled.plan.roles:
            self._table(role)
        self._references()
        self._scorecard()
        self._document(self.name, self.old, self.data)

    def _workspace_file(self) -> str:
        name = self.filled.plan.workspace
        is_document = name.lower().endswith((".yaml", ".yml", ".json"))
        return name if is_document and _inside(name) else WORKSPACE_FILE

    def _old_document(self, name: str) -> Document | None:
        data = self.kept.get(name)
        try:
            text = None if data is None else data.decode("utf-8-sig")
            return (
                None
                if text is None
                else parse_document(text, suffix=posixpath.splitext(name)[1].lower(), name=name)
            )
        except (UnicodeDecodeError, InputError, KeyError):
            return None

    def _table(self, role: Role) -> None:
        table = self.filled.tables.get(role.number)
        is_first = role == self.filled.role(role.part)
        if role.kind == "rater":
            table = self.filled.ratings if is_first else None
        if table is None or (role.optional and not table.n_rows):
            return
        if role.kind == "evidence":
            self._evidence(role, table)
        elif role.kind in ("table", "rater") and is_first:
            self._part(role, table)

    def _part(self, role: Role, table: RawTable) -> None:
        stated = self.data.get(role.part)
        before = value_at(None if self.old is None else self.old.data, (role.part,))
        if isinstance(before, dict) and isinstance(before.get("rows"), list):
            known = inline_rows(self.old, role.part)
            if known is not None and _same(table, known, before, role.kind):
                self.data[role.part] = {**_as_said(stated), "rows": before["rows"]}
                return
        said = _as_said(stated if stated is not None else dict(role.said))
        made, read = self._file(role, table, said, before)
        written = {
            **{key: part for key, part in said.items() if key not in ("path", "rows", "read")},
            "path": made,
        }
        written |= {"read": read} if read else {}
        is_bare = isinstance(stated, str) and set(written) == {"path"}
        self.data[role.part] = made if is_bare else _in_order(written, said)

    def _evidence(self, role: Role, table: RawTable) -> None:
        blocks = self.data.setdefault("evidence", {})
        for name in role.blocks:
            said = blocks.get(name, optional_block(role, table))
            if not isinstance(said, dict):
                continue
            before = value_at(None if self.old is None else self.old.data, ("evidence", name))
            made, read = self._file(role, table, said, before)
            written = {**{key: part for key, part in said.items() if key != "read"}, "path": made}
            blocks[name] = _in_order(written | ({"read": read} if read else {}), said)

    def _file(
        self, role: Role, table: RawTable, said: dict[str, Any], before: Any
    ) -> tuple[str, Any]:
        """Write the file of a table; return how it is called and how it is read."""
        read = said.get("read", {}) if isinstance(said.get("read", {}), dict) else {}
        old = _as_said(before) if before is not None else {}
        data = self.kept.get(role.file)
        name = role.file if role.file and _inside(role.file) else ""
        if data is not None and name:
            known = table_of_file(data, name, old)
            if known is not None and _same(table, known, old, role.kind):
                self.files[name] = data
                return role.file, said.get("read")
        suffix = posixpath.splitext(name)[1].lower()
        if suffix not in TEXT_KINDS or (data is None and name in self.files):
            stem = posixpath.splitext(name)[0] or (role.blocks[0] if role.blocks else role.part)
            name, suffix = self._free(_plain_name(stem)), ".csv"
        made = table_bytes(table, suffix, read, data or b"")
        self.files[name] = made.data
        return name, dict(made.read)

    def _free(self, stem: str) -> str:
        name, number = f"{stem}.csv", 2
        while name in self.files or name in self.kept:
            name, number = f"{stem}-{number}.csv", number + 1
        return name

    def _references(self) -> None:
        """Put back what the files said of what lies outside, and copy that along."""
        home = self.filled.book.path.resolve().parent
        for each in self.filled.plan.references:
            path = parse_path(each.at)
            if path is None or value_at(self.data, path) != each.here:
                continue
            if Path(each.here).is_absolute():
                continue
            if _inside(each.original) and each.here.endswith(each.original):
                base = home / each.here.removesuffix(each.original)
                self.copies |= _along(base, each.original)
                _put(self.data, path, each.original)
            else:
                _put(self.data, path, str(home / each.here))

    def _scorecard(self) -> None:
        card, plan = self.filled.scorecard, self.filled.plan
        if plan.shipped and card.data == find_scorecard(plan.shipped, None).data:
            self.data["scorecard"] = plan.shipped
            return
        stated = self.data.get("scorecard")
        is_file = isinstance(stated, str) and stated.lower().endswith((".yaml", ".yml", ".json"))
        name = stated if is_file and _inside(str(stated)) else _SCORECARD
        self.data["scorecard"] = name
        self._document(str(name), self._old_document(str(name)), card.data)

    def _document(self, name: str, old: Document | None, data: Any) -> None:
        suffix = posixpath.splitext(name)[1].lower()
        if old is None:
            self.files[name] = yaml_text(data).encode() if suffix != ".json" else _json(data)
        elif old.data == data:
            self.files[name] = self.kept[name]
        else:
            text = self.kept[name].decode("utf-8-sig")
            self.files[name] = changed_text(old, text, data, suffix).encode()


def _along(base: Path, path: str) -> dict[str, Path]:
    """Return the files or the folder that a path or pattern means, by their places below a base."""
    if (base / path).exists() or not any(sign in path for sign in _PATTERN):
        return {path: base / path}
    return {each.relative_to(base).as_posix(): each for each in sorted(base.glob(path))}


def _json(data: Any) -> bytes:
    import json

    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(part) for key, part in data.items()}
    return [_copied(part) for part in data] if isinstance(data, list) else data


def _as_said(stated: Any) -> dict[str, Any]:
    if isinstance(stated, dict):
        return dict(stated)
    return {"path": stated} if isinstance(stated, str) else {}


def _in_order(data: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping in the order in which another has its keys; a path stands first."""
    keys = [*(key for key in order if key in data), *(key for key in data if key not in order)]
    keys = keys if "path" in order else ["path", *(key for key in keys if key != "path")]
    return {key: data[key] for key in keys}


def _same(table: RawTable, known: RawTable, said: dict[str, Any], kind: str) -> bool:
    """Return whether a sheet still says what its file said."""
    stated = said.get("read")
    read = stated if isinstance(stated, dict) else {}
    return same_answers(table, known, read) if kind == "rater" else same_rows(table, known, read)


def _put(data: Any, path: KeyPath, value: str) -> None:
    value_at(data, path[:-1])[path[-1]] = value  # type: ignore


def _inside(path: str) -> bool:
    """Return whether a path leads to a file below the folder it starts from, on every system."""
    parts = PurePosixPath(path).parts
    odd = any(sign in path for sign in '\\:\0"<>|') or path.startswith("/")
    return bool(parts) and not odd and ".." not in parts and len(path) < 200


def _plain_name(stem: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign in "-_./" else "_" for sign in stem)
    return kept if _inside(kept) else kept.replace("/", "_").replace("..", "_")
