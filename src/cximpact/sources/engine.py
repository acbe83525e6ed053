"""DuckDB, shut in: bounded memory, the named files and nothing else, no network, no extensions."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.sources.quoting import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["ARRAY_BITS", "MEMORY", "Engine", "open_engine"]

MEMORY = "1GB"
ARRAY_BITS = 22
"""Whole numbers of so many bits are grouped in an array: of at most 32 MB for each thread."""


@frozen(eq=False)
class Engine:
    """A connection and a folder of its own, gone when the source is read.

    Attributes:
        connection: DuckDB.
        folder: For copies of files it cannot read as they are.
        ordered: Rows keep their order, to find the line of a mistake; slower.
    """

    connection: Any
    folder: Path
    ordered: bool = False

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query and return all of its rows."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def keep(self, name: str, sql: str) -> None:
        """Keep what a query returns as a table of its own."""
        self.connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")


@contextmanager
def open_engine(files: Sequence[Path], *, ordered: bool = False) -> Iterator[Engine]:
    """Open DuckDB with access to some files only.

    Args:
        files: What it may read, besides its own folder.
        ordered: Keep the order of rows.
    """
    import duckdb

    with (
        tempfile.TemporaryDirectory(prefix="cximpact-", ignore_cleanup_errors=True) as name,
        duckdb.connect(":memory:", config=_closed()) as connection,
    ):
        for setting in _settings(Path(name), files, ordered=ordered):
            connection.execute(setting)
        yield Engine(connection, Path(name), ordered)


def _closed() -> dict[str, str | bool | int | float | list[str]]:
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
    }


def _settings(folder: Path, files: Sequence[Path], *, ordered: bool) -> Iterator[str]:
    allowed = ", ".join(literal(str(file)) for file in files)
    yield "SET TimeZone = 'UTC'"
    yield f"SET memory_limit = '{MEMORY}'"
    yield f"SET temp_directory = {literal(str(folder / 'spill'))}"
    yield f"SET preserve_insertion_order = {str(ordered).lower()}"
    yield "SET enable_progress_bar = false"
    # Rows coded as small numbers are counted in a plain array: `codes` keeps within this many bits.
    yield f"SET perfect_ht_threshold = {ARRAY_BITS}"
    # A file's own list of its columns is asked for five times: read once, it saves 3 ms.
    yield "SET parquet_metadata_cache = true"
    if ordered:
        yield "SET threads = 1"
    yield f"SET allowed_paths = [{allowed}]"
    yield f"SET allowed_directories = [{literal(str(folder))}]"
    yield "SET enable_external_access = false"
    yield "SET lock_configuration = true"
