"""DuckDB is shut in: it reaches the named files and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from cximpact.sources.engine import open_engine
from cximpact.sources.quoting import literal


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
        "SELECT * FROM read_text('/etc/hostname')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "ATTACH 'x.db'",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "COPY (SELECT 1) TO 'x.csv'",
    ],
)
def test_nothing_outside_is_reached(sql: str) -> None:
    with open_engine([]) as engine, pytest.raises(duckdb.Error):
        engine.rows(sql)


def test_the_named_files_are_read(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine's.csv", tmp_path / "other.csv"
    for path in (mine, other):
        path.write_text("a\n1\n", encoding="utf-8")
    with open_engine([mine]) as engine:
        assert engine.rows(f"SELECT count(*) FROM read_csv({literal(str(mine))})") == [(1,)]
        with pytest.raises(duckdb.Error):
            engine.rows(f"SELECT count(*) FROM read_csv({literal(str(other))})")
