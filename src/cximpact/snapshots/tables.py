"""Rows of text become a Parquet file: the same rows the same bytes, in whatever order they came."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import AnswerError, SourceError, printable
from cximpact.intake.source_blocks import REFERENCE
from cximpact.sources.csv_table import plain_path
from cximpact.sources.engine import open_engine
from cximpact.sources.quoting import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.sources.engine import Engine

__all__ = ["Kept", "file_sha256", "is_table_of", "keep_rows"]

_LARGEST_ROW = 128 * 2**20
_CLASHES_TOLD = 3


@frozen
class Kept:
    """A table as it was written.

    Attributes:
        rows: How many rows it has.
        columns: Its columns, sorted.
        sha256: Of the file.
        repeats: How many rows repeated another and were left out.
    """

    rows: int
    columns: tuple[str, ...]
    sha256: str
    repeats: int = 0


def keep_rows(
    rows: Path | None,
    count: int,
    columns: Sequence[str],
    target: Path,
    *,
    key: Sequence[str] = (),
    earlier: Path | None = None,
) -> Kept:
    """Write collected rows as Parquet, all columns text, sorted by the key or else by all of them.

    Args:
        rows: JSON lines, each a list of cells, where the last ones may be missing; None where
            there are none.
        count: How many lines there should be.
        columns: The columns, in the order of the cells.
        target: Where the Parquet file goes.
        key: Columns that identify a row: equal rows of one key collapse.
        earlier: A table whose rows stay where no new row has their key; needs `key`.

    Raises:
        AnswerError: Unequal rows have one key; the message names both.
        SourceError: The rows cannot be kept: columns that differ in capitals only, rows missing.
    """
    import duckdb

    _refuse_columns(columns, key)
    inputs = [path for path in (rows, earlier) if path is not None]
    with open_engine(inputs, ordered=True) as engine:
        table = _Table(engine, tuple(sorted(columns)), tuple(key))
        try:
            table.read(rows, count, columns)
            repeats = table.collapse()
            if earlier is not None:
                table.join(earlier)
            return table.write(target, repeats)
        except duckdb.Error as error:
            raise SourceError(f"its rows cannot be kept: {_told(error)}") from None


def is_table_of(path: Path, columns: Sequence[str], rows: int) -> bool:
    """Return whether a file is a table as `keep_rows` writes it.

    Args:
        path: The file.
        columns: Its columns should be these, all of them text.
        rows: How many rows it should have.
    """
    import duckdb

    with open_engine([path]) as engine:
        source = f"read_parquet({literal(str(plain_path(path, engine.folder)))})"
        try:
            found = engine.rows(f"DESCRIBE SELECT * FROM {source}")
            [(count,)] = engine.rows(f"SELECT count(*) FROM {source}")
        except duckdb.Error:
            return False
    kinds = [(name, kind) for name, kind, *_ in found]
    return kinds == [(name, "VARCHAR") for name in columns] and count == rows


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _refuse_columns(columns: Iterable[str], key: Sequence[str]) -> None:
    """Refuse what a table cannot have: most programs take `Team` and `team` for one column."""
    listed = list(columns)
    odd = [name for name in listed if name != name.strip() or not name or not name.isprintable()]
    if odd:
        raise SourceError(f"its column '{printable(odd[0])}' has no usable name")
    for folded, times in Counter(name.casefold() for name in listed).items():
        if times > 1:
            same = [name for name in listed if name.casefold() == folded]
            told = " and ".join(f"'{printable(name)}'" for name in same)
            raise SourceError(f"its columns {told} differ in capitals only")
    missing = [name for name in key if name not in listed]
    if missing and listed:
        told = ", ".join(f"'{printable(name)}'" for name in missing)
        raise SourceError(f"its rows lack {told}, which should identify them")


def _told(error: Exception) -> str:
    """Return what DuckDB found without the line it quotes, which may hold anything."""
    text = str(error)
    if "unicode" in text.lower() or "surrogate" in text:
        return "a text holds a character that cannot be written"
    return "they are not the lines they should be" if "JSON" in text else type(error).__name__


class _Table:
    """The rows in DuckDB, under names of its own for the columns: c0, c1, ..."""

    def __init__(self, engine: Engine, columns: tuple[str, ...], key: tuple[str, ...]) -> None:
        self._engine = engine
        self._columns = columns
        self._key = key if set(key) <= set(columns) else ()

    def _at(self, column: str) -> str:
        return f"c{self._columns.index(column)}"

    @property
    def _listed(self) -> str:
        return ", ".join(f"c{at}" for at in range(len(self._columns)))

    def read(self, rows: Path | None, count: int, order: Sequence[str]) -> None:
        """Take in the lines, whose cells stand in an order of their own."""
        source = self._lines(rows) if rows is not None and self._columns and count else None
        places = {name: place for place, name in enumerate(order, start=1)}
        named = (f"cells[{places[name]}] AS c{at}" for at, name in enumerate(self._columns))
        empty = (f"CAST(NULL AS VARCHAR) AS c{at}" for at in range(len(self._columns)))
        sql = f"SELECT {', '.join(named)} FROM {source}"
        if source is None:
            sql = f"SELECT {', '.join(empty) or 'NULL AS c'} WHERE false"
        self._engine.connection.execute(f"CREATE TEMP TABLE fresh AS {sql}")
        [(found,)] = self._engine.rows("SELECT count(*) FROM fresh")
        if found != count:
            raise SourceError(f"{count:,} rows came, and {found:,} of them could be kept")

    def _lines(self, rows: Path) -> str:
        path = literal(str(plain_path(rows, self._engine.folder)))
        return (
            f"read_json({path}, format='newline_delimited', records=false, "
            "columns={'cells': 'VARCHAR[]'}, "
            f"compression='uncompressed', maximum_object_size={_LARGEST_ROW}) "
            # What has other cells than it may have is not kept, and then missed.
            f"WHERE len(cells) BETWEEN 1 AND {len(self._columns)}"
        )

    def collapse(self) -> int:
        """Leave each row once where rows have a key; return how many went."""
        if not self._key or self._is_told_apart():
            return 0
        [(before,)] = self._engine.rows("SELECT count(*) FROM fresh")
        self._engine.connection.execute("CREATE TEMP TABLE once AS SELECT DISTINCT * FROM fresh")
        self._engine.connection.execute("DROP TABLE fresh")
        self._engine.connection.execute("ALTER TABLE once RENAME TO fresh")
        self._refuse_clashes()
        [(after,)] = self._engine.rows("SELECT count(*) FROM fresh")
        return int(before - after)

    def _is_told_apart(self) -> bool:
        """Return whether each row has a key of its own, which is much quicker to find out."""
        key = ", ".join(map(self._at, self._key))
        sql = (
            f"SELECT count(*), sum(times) FROM (SELECT count(*) AS times FROM fresh GROUP BY {key})"
        )
        [(keys, rows)] = self._engine.rows(sql)
        return bool(keys == (rows or 0))

    def _refuse_clashes(self) -> None:
        key = ", ".join(map(self._at, self._key))
        refer = self._at(REFERENCE) if REFERENCE in self._columns else self._at(self._key[0])
        found = self._engine.rows(
            f"SELECT {key}, count(*), list_sort(list(DISTINCT coalesce({refer}, '')))[1:2] "
            f"FROM fresh GROUP BY {key} HAVING count(*) > 1 ORDER BY ALL LIMIT {_CLASHES_TOLD}"
        )
        if found:
            told = "; ".join(self._clash(row) for row in found)
            raise AnswerError(f"rows of the same key say different things: {told}")

    def _clash(self, row: tuple[object, ...]) -> str:
        *values, count, references = row
        pairs = zip(self._key, values, strict=True)
        key = ", ".join(f"{printable(name)} {printable(value or 'blank')}" for name, value in pairs)
        listed = references if isinstance(references, list) else []
        refs = " and ".join(printable(each) for each in listed if each)
        return f"{count} of {key}" + (f" (references {refs})" if refs else "")

    def join(self, earlier: Path) -> None:
        """Take in the rows of an earlier table whose key no new row has."""
        source = f"read_parquet({literal(str(plain_path(earlier, self._engine.folder)))})"
        theirs = [name for name, *_ in self._engine.rows(f"DESCRIBE SELECT * FROM {source}")]
        ours, self._columns = self._columns, tuple(sorted({*self._columns, *theirs}))
        _refuse_columns(self._columns, self._key)
        fresh = self._selected(ours, [f"c{at}" for at in range(len(ours))], "fresh")
        old = self._selected(theirs, [identifier(name) for name in theirs], source)
        key = map(self._at, self._key)
        same = " AND ".join(f"new.{column} IS NOT DISTINCT FROM old.{column}" for column in key)
        self._engine.connection.execute(
            f"CREATE TEMP TABLE joined AS WITH new AS ({fresh}), old AS ({old}) "
            f"SELECT * FROM new UNION ALL SELECT old.* FROM old ANTI JOIN new ON {same or 'false'}"
        )
        self._engine.connection.execute("DROP TABLE fresh")
        self._engine.connection.execute("ALTER TABLE joined RENAME TO fresh")

    def _selected(self, names: Sequence[str], columns: Sequence[str], source: str) -> str:
        """Return SQL of rows under all columns, NULL in those they lack."""
        own = dict(zip(names, columns, strict=True))
        listed = (
            f"CAST({own.get(name, 'NULL')} AS VARCHAR) AS c{at}"
            for at, name in enumerate(self._columns)
        )
        return f"SELECT {', '.join(listed)} FROM {source}"

    def write(self, target: Path, repeats: int) -> Kept:
        """Write the file, and return what is in it."""
        # A file needs a column, also where nothing came that has one.
        columns = self._columns or (REFERENCE,)
        own = self._listed if self._columns else "CAST(NULL AS VARCHAR) AS c0"
        named = ", ".join(f"c{at} AS {identifier(name)}" for at, name in enumerate(columns))
        # Where each row has a key of its own, that is order enough.
        order = ", ".join(
            map(self._at, self._key) if self._key else (f"c{at}" for at in range(len(columns)))
        )
        draft = self._engine.folder / "rows.parquet"
        self._engine.connection.execute(
            f"COPY (SELECT {named} FROM (SELECT {own} FROM fresh) ORDER BY {order}) "
            f"TO {literal(str(draft))} (FORMAT parquet, COMPRESSION zstd)"
        )
        [(rows,)] = self._engine.rows("SELECT count(*) FROM fresh")
        shutil.move(draft, target)
        return Kept(int(rows), columns, file_sha256(target), repeats)
