"""JSON Lines, read by DuckDB after a look for what strict JSON does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.csv_table import plain_path
from cximpact.sources.quoting import literal
from cximpact.sources.table import Column, Place, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cximpact.sources.engine import Engine
    from cximpact.sources.files import SourceFile

__all__ = ["open_json_lines"]

# With every string emptied, what is left shows the words and commas DuckDB would let pass.
_BARE = r"""regexp_replace(json, '"(\\.|[^"\\])*"', '""', 'g')"""
_LAX = r"(?i)nan|inf|,\s*[\]}]|/[/*]"


def open_json_lines(file: SourceFile, decimal: str, engine: Engine) -> Table | None:
    """Return JSON Lines as a table, or None where the strict reader of `intake` has to look.

    Args:
        file: The file, in UTF-8.
        decimal: The decimal sign of the source, which its numbers are written with.
        engine: To look through the file.
    """
    path = plain_path(file.path, engine.folder)
    source = f"read_ndjson_objects({literal(str(path))}, compression='uncompressed')"
    if not _is_strict(source, engine):
        return None
    keys = [key for (key,) in engine.rows(f"SELECT DISTINCT unnest(json_keys(json)) FROM {source}")]
    if not keys or any(key != key.strip() or not key for key in keys):
        return None
    columns = {key: Column(_text_of(key, decimal)) for key in sorted(keys)}
    return Table(file.shown, columns, source, _Lines(path, file.shown))


def _is_strict(source: str, engine: Engine) -> bool:
    bad = (
        "json_type(json) <> 'OBJECT' "
        "OR len(list_distinct(json_keys(json))) <> len(json_keys(json)) "
        f"OR regexp_matches({_BARE}, {literal(_LAX)}) "
        "OR list_has_any(json_extract(json, '$.*').list_transform(lambda v: json_type(v)), "
        "['OBJECT', 'ARRAY'])"
    )
    rows = engine.rows(f"SELECT bool_or({bad}) FROM {source}")
    return rows[0][0] is False


def _text_of(key: str, decimal: str) -> str:
    pointer = literal("/" + key.replace("~", "~0").replace("/", "~1"))
    text = f"json_extract_string(json, {pointer})"
    if decimal == ".":
        return text
    is_float = f"json_type(json, {pointer}) = 'DOUBLE'"
    return f"CASE WHEN {is_float} THEN replace({text}, '.', {literal(decimal)}) ELSE {text} END"


class _Lines:
    """Finds the lines of rows, of which blank lines are none."""

    def __init__(self, path: Path, shown: str) -> None:
        self._path, self._shown = path, shown

    def __call__(self, rows: Sequence[int], header: str) -> Sequence[Place]:
        wanted, found, at = set(rows), dict[int, int](), 0
        with self._path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if at in wanted and line.strip():
                    found[at] = number
                at += bool(line.strip())
        return [{"file": self._shown, "line": found.get(row), "field": header} for row in rows]
