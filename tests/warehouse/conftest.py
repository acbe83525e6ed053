"""Three warehouses with the same rows: DuckDB, PostgreSQL and Spark, each as its users have it.

Sessions stand in other time zones than UTC wherever an engine lets them, and PostgreSQL's locale
knows no capitals beyond ASCII: neither may change a result.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

# Types by the name of the engine; what is not listed is called the same everywhere.
_TYPES = {
    "duckdb": {"text": "VARCHAR", "float": "DOUBLE", "zoned": "TIMESTAMPTZ"},
    "postgres": {"text": "TEXT", "float": "DOUBLE PRECISION", "zoned": "TIMESTAMPTZ"},
    "pyspark": {"text": "STRING", "float": "DOUBLE", "zoned": "TIMESTAMP"},
}

Rows = Sequence[Sequence[str | None]]


def missing(what: str, hint: str) -> None:
    """Skip what needs a program that is not there; fail instead in CI, where it must be."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing; {hint}", pytrace=False)
    pytest.skip(f"{what} is missing; {hint}")


def needs(module: str, extra: str) -> None:
    """Skip without a Python package."""
    if find_spec(module) is None:
        missing(module, f"install it with: pip install 'ibis-framework[{extra}]'")


def table_sql(engine: str, columns: Mapping[str, str], rows: Rows) -> str:
    """Return a query that makes the rows up, in types of the engine."""

    def cell(value: str | None) -> str:
        if value is None:
            return "NULL"
        # Spark reads a backslash as the beginning of an escape.
        text = value.replace("\\", "\\\\") if engine == "pyspark" else value
        return "'" + text.replace("'", "\\'" if engine == "pyspark" else "''") + "'"

    kinds = {name: _TYPES[engine].get(kind, kind) for name, kind in columns.items()}
    values = ", ".join(f"({', '.join(map(cell, row))})" for row in rows)
    read = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in kinds.items())
    return f"SELECT {read} FROM (VALUES {values}) AS v({', '.join(columns)})"


@pytest.fixture(scope="session")
def duckdb() -> Any:
    """A database in memory."""
    needs("ibis", "duckdb")
    import ibis

    connection = ibis.duckdb.connect()
    connection.raw_sql("SET TimeZone = 'America/New_York'")
    return connection


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A server of its own, reached by a socket in its folder."""
    needs("ibis", "postgres")
    needs("psycopg", "postgres")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = found[-1].parent if found else Path(shutil.which("initdb") or "").parent
    if not (programs / "initdb").exists():
        missing("PostgreSQL", "install it with: apt-get install postgresql")
    # PostgreSQL refuses to run as root; pytest's own folders are closed to other users.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="cximpact-wh-", dir="/var/tmp"))
    if prefix:
        shutil.chown(folder, "postgres")

    def run(program: str, *words: str) -> None:
        command = [*prefix, str(programs / program), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        assert done.returncode == 0, done.stderr

    data, options = str(folder / "data"), f"-c listen_addresses='' -k {folder} -c fsync=off"
    run("initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    log = str(folder / "log")
    words = ("-o", f"{options} -c timezone=Asia/Tokyo -c shared_buffers=16MB")
    try:
        run("pg_ctl", "-D", data, "-w", "-l", log, *words, "start")
        import ibis

        connection = ibis.postgres.connect(host=str(folder), user="owner", database="postgres")
        yield connection
        connection.disconnect()
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def pyspark() -> Iterator[Any]:
    """Spark in this process's own machine: one session for all tests, it takes long to start."""
    needs("ibis", "pyspark")
    needs("pyspark", "pyspark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        missing("Java", "install it with: apt-get install openjdk-17-jre-headless")
    import ibis
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.warehouse.dir": folder,
            "spark.log.level": "ERROR",
        }
        builder = SparkSession.builder.master("local[1]")
        for key, value in settings.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        yield ibis.pyspark.connect(session)
        session.stop()


@pytest.fixture
def lay(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Lay rows into one of the warehouses and return the table: `lay(engine, columns, rows)`."""

    def laid(engine: str, columns: Mapping[str, str], rows: Rows) -> Any:
        connection = request.getfixturevalue(engine)
        sql = table_sql(engine, columns, rows)
        if engine == "pyspark":
            statements = [f"CREATE OR REPLACE TEMPORARY VIEW answers AS {sql}"]
        else:
            statements = ["DROP TABLE IF EXISTS answers", f"CREATE TABLE answers AS {sql}"]
        for statement in statements:
            done = connection.raw_sql(statement)
            if engine == "postgres":  # what it gives is a cursor; elsewhere, the connection
                done.connection.commit()
                done.close()
        return connection.table("answers")

    return laid
