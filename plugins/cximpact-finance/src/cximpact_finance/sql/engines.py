"""Databases opened for reading only, each by the strongest means it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from attrs import frozen

from cximpact.plugins import QueryError, Secret
from cximpact_finance.given import text
from cximpact_finance.sql.deadlines import by_interrupt, by_progress, unbounded

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import URL, Connection, Engine

    Deadline = Callable[[Connection, float], AbstractContextManager[None]]

__all__ = ["Access", "address", "open_access"]


@frozen(eq=False)
class Access:
    """A database that can be read, and how it is kept from anything else.

    Attributes:
        engine: Makes connections.
        begin: Statements that begin the transaction; ``{ms}`` is the time limit.
        enforced: Whether the database itself holds the connection to reading.
        deadline: Limits the time of one step, where the database does not do so itself.
    """

    engine: Engine
    begin: tuple[str, ...]
    enforced: bool
    deadline: Deadline = unbounded

    @property
    def shown(self) -> str:
        """The database without its password: kind, place and name."""
        url = self.engine.url
        place = f" on {url.host}" if url.host else ""
        return f"{self.engine.dialect.name} {url.database or ''}{place}".replace("  ", " ")


def address(settings: Mapping[str, Any], hide: Callable[[str], object]) -> URL:
    """Return the address of the database.

    Args:
        settings: With ``url`` and perhaps ``password``.
        hide: Is told a password that is inside the address.

    Raises:
        QueryError: It is no address, or shows a password.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    said = settings["url"]
    try:
        url = make_url(text(settings, "url"))
    except (ArgumentError, ValueError):
        raise QueryError(
            "settings.url is no address of a database; expected one like"
            " postgresql://reader@host/ledger or sqlite:///ledger.db"
        ) from None
    if url.password is not None:
        if not isinstance(said, Secret):
            raise QueryError(
                "settings.url shows a password; write the url without it and add"
                " 'password: {$env: NAME}', or give the whole url by reference"
            )
        hide(str(url.password))
    if "password" in settings:
        url = url.set(password=text(settings, "password"))
    return _with_driver(url)


def _with_driver(url: URL) -> URL:
    """Return an address that names the driver this plugin is tested with."""
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def open_access(url: URL, folder: Path, timeout: float) -> Access:
    """Return a database, not yet connected.

    Args:
        url: Its address.
        folder: Where relative paths of files start.
        timeout: Seconds that one step may take.

    Raises:
        QueryError: There is no such file, driver or kind of database.
    """
    makers = {"sqlite": _sqlite, "duckdb": _duckdb, "postgresql": _postgresql}
    maker = makers.get(url.get_backend_name(), _other)
    return maker(url, folder, timeout)


def _engine(url: URL, **options: Any) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    try:
        return create_engine(url, poolclass=NullPool, **options)
    except NoSuchModuleError:
        raise QueryError(f"no kind of database is called '{url.drivername}'{_help(url)}") from None
    except ModuleNotFoundError as missing:
        name = missing.name or "its driver"
        raise QueryError(f"the driver '{name}' is not installed{_help(url)}") from None
    except ArgumentError:
        raise QueryError("settings.url has parts that this database does not know") from None


def _help(url: URL) -> str:
    backend = url.get_backend_name()
    extra = f"cximpact-finance[{backend}]"
    known = backend in ("postgresql", "duckdb")
    return f"; install it with pip install '{extra}'" if known else "; install the dialect for it"


def _file(url: URL, folder: Path) -> Path:
    if not url.database or url.database == ":memory:":
        raise QueryError("settings.url names no file; a database in memory has nothing to read")
    path = folder / url.database
    if not path.is_file():
        raise QueryError(f"there is no file {url.database}")
    return path.resolve()


def _sqlite(url: URL, folder: Path, timeout: float) -> Access:
    import sqlite3

    path = _file(url, folder)
    address = f"file:{quote(str(path))}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=min(timeout, 30.0))

    engine = _engine(url.set(query={}), creator=connect)
    return Access(engine, ("PRAGMA query_only = ON",), enforced=True, deadline=by_progress)


def _duckdb(url: URL, folder: Path, _: float) -> Access:
    path = _file(url, folder)
    options = {"read_only": True, "config": {"enable_external_access": "false"}}
    # The dialect warns of itself where it has not been seen with this SQLAlchemy yet.
    engine = _engine(url.set(database=str(path), query={}), connect_args=options)
    begin = ("SET lock_configuration = true",)
    return Access(engine, begin, enforced=True, deadline=by_interrupt)


def _postgresql(url: URL, _: Path, timeout: float) -> Access:
    options = {"connect_timeout": max(2, int(min(timeout, 20)))}
    if url.get_driver_name() == "psycopg":
        options["application_name"] = "cximpact"  # type: ignore[assignment]
    engine = _engine(url, connect_args=options)
    begin = (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "SET LOCAL statement_timeout = {ms}",
        "SET LOCAL lock_timeout = {ms}",
    )
    return Access(engine, begin, enforced=True)


def _other(url: URL, _: Path, __: float) -> Access:
    """Return a database that gets the standard's own statement, if it knows it."""
    return Access(_engine(url), ("SET TRANSACTION READ ONLY",), enforced=False)
