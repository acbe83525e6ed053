"""From a query to rows: connect, read in batches inside one transaction, roll back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from cximpact.plugins import QueryError, Request, TemporaryError
from cximpact_finance.given import plain, text
from cximpact_finance.sql.engines import Access, address, open_access
from cximpact_finance.sql.errors import sorted_errors
from cximpact_finance.sql.shaping import Shape
from cximpact_finance.sql.statements import Statement

if TYPE_CHECKING:
    from sqlalchemy import Connection, CursorResult, TextClause

    from cximpact.plugins import Context

__all__ = ["check", "collect"]

_LARGEST_QUERY = 200_000


def collect(request: Request, context: Context) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of the query, batch by batch.

    Args:
        request: Which kind of rows, as of which day.
        context: With the settings.

    Raises:
        SourceError: By what one can do about it.
    """
    settings = context.settings
    statement = Statement.of(_query(context))
    values = _values(statement, request.as_of, settings)
    shown = "".join(f"; {name} = {day}" for name, day in sorted(values.items()))
    context.query(statement.shown + shown)
    with _reading(context) as (access, connection):
        yield from _rows(request, context, access, connection, _clause(statement, values))


def check(context: Context) -> str:
    """Connect, and say what was reached."""
    Statement.of(_query(context))
    with _reading(context) as (access, _):
        held = "read-only" if access.enforced else "read-only as far as the user's rights go"
        return f"{access.shown}, {held}"


def _query(context: Context) -> str:
    name = text(context.settings, "query_file")
    if not name:
        return text(context.settings, "query")
    try:
        data = (context.folder / name).read_bytes()[: _LARGEST_QUERY + 1]
        query = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"settings.query_file: {name}: {type(error).__name__}") from None
    if len(data) > _LARGEST_QUERY:
        raise QueryError(f"settings.query_file: {name} is longer than a query")
    return query


def _values(statement: Statement, as_of: date, settings: Mapping[str, Any]) -> dict[str, date]:
    """Return the days that the parameters of the query stand for."""
    values = {"as_of": as_of} if "as_of" in statement.binds else {}
    if "since" in statement.binds:
        values["since"] = _since(as_of, settings)
    return values


def _since(as_of: date, settings: Mapping[str, Any]) -> date:
    said, months = text(settings, "since"), plain(settings.get("months"))
    if said:
        try:
            return date.fromisoformat(said)
        except ValueError:
            raise QueryError(f"settings.since: {said[:20]} is no day") from None
    if months is None:
        raise QueryError("the query uses :since; say 'months: 24' or 'since: 2024-01-01'")
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - int(months), 12)
    return date(max(year, 1), month + 1, min(as_of.day, 28))


def _clause(statement: Statement, values: Mapping[str, date]) -> TextClause:
    from sqlalchemy import Date, bindparam
    from sqlalchemy import text as sql_text

    binds = [bindparam(name, value, type_=Date()) for name, value in values.items()]
    return sql_text(statement.sql).bindparams(*binds)


@contextmanager
def _reading(context: Context) -> Iterator[tuple[Access, Connection]]:
    """Give a connection that can only read; whatever happens, nothing is kept."""
    timeout = float(plain(context.settings.get("timeout", 120)))
    url = address(context.settings, context.hide)
    access = open_access(url, context.folder, timeout)
    connection = _connected(access, context)
    try:
        _begin(access, connection, timeout, context)
        yield access, connection
    finally:
        _leave(access, connection)


def _connected(access: Access, context: Context) -> Connection:
    """Return a connection, tried again while the database is out of reach."""
    retry = context.retry
    for attempt in range(1, retry.attempts + 1):
        try:
            with sorted_errors("connecting"):
                return access.engine.connect()
        except TemporaryError as error:
            if attempt == retry.attempts:
                raise TemporaryError(f"{error} ({attempt} tries)", tried=True) from None
            context.log(f"{error}; trying again")
            context.wait(min(retry.first_wait * 2.0 ** (attempt - 1), retry.longest_wait))
    raise AssertionError("there is at least one try")


def _begin(access: Access, connection: Connection, timeout: float, context: Context) -> None:
    for statement in access.begin:
        try:
            with sorted_errors("beginning to read"):
                connection.exec_driver_sql(statement.format(ms=int(timeout * 1000)))
        except QueryError:
            if access.enforced:
                raise
            connection.rollback()
    if not access.enforced:
        context.note(
            "this kind of database is not held to reading by itself; connect as a user who may"
            " only read"
        )


def _leave(access: Access, connection: Connection) -> None:
    """Roll back and close; a connection that broke is gone already."""
    try:
        connection.rollback()
        connection.close()
    except Exception:
        connection.invalidate()
    access.engine.dispose()


def _rows(
    request: Request, context: Context, access: Access, connection: Connection, query: TextClause
) -> Iterator[list[dict[str, Any]]]:
    size = int(plain(context.settings.get("batch", 2000)))
    timeout = float(plain(context.settings.get("timeout", 120)))
    streaming = connection.execution_options(stream_results=True, max_row_buffer=size)
    with sorted_errors("asking"), access.deadline(connection, timeout):
        result = streaming.execute(query)
    with _closing(result):
        shape = Shape.of(request.kind, tuple(result.keys()), context.settings)
        count = 0
        while batch := _batch(access, connection, result, size, timeout):
            count += len(batch)
            yield shape.rows(batch)
            context.progress(f"{count:,} rows")
        shape.close(context.note)


@contextmanager
def _closing(result: CursorResult[Any]) -> Iterator[None]:
    """Close a cursor in the end; one whose server is gone is closed already."""
    try:
        yield
    finally:
        with suppress(Exception):
            result.close()


def _batch(
    access: Access, connection: Connection, result: CursorResult[Any], size: int, timeout: float
) -> Sequence[Sequence[Any]]:
    with sorted_errors("reading"), access.deadline(connection, timeout):
        return result.fetchmany(size)
