"""What databases complain of, sorted by what one can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cximpact.plugins import (
    AuthenticationError,
    QueryError,
    SourceError,
    TemporaryError,
)

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

__all__ = ["sorted_errors"]

_Family = type[AuthenticationError] | type[QueryError] | type[TemporaryError]

# Classes and codes of SQLSTATE: ISO/IEC 9075-2, and Appendix A of PostgreSQL's manual.
_STATES: dict[str, _Family] = {
    "42501": AuthenticationError,
    "28": AuthenticationError,
    "3D": QueryError,
    "08": TemporaryError,
    "25P03": TemporaryError,
    "25": QueryError,
    "40": TemporaryError,
    "53": TemporaryError,
    "55": TemporaryError,
    "57": TemporaryError,
    "58": TemporaryError,
    "XX": TemporaryError,
}
# Of databases that give no code, and of connections that never came about. In this order.
_WORDS: tuple[tuple[_Family, str], ...] = (
    (AuthenticationError, "password|authentication|access denied|pg_hba|permission denied"),
    (AuthenticationError, 'login failed|logon denied|role "|not permitted to log in'),
    (QueryError, "does not exist|unknown database"),
    (TemporaryError, "locked|lock on file|busy|interrupt|timed out|timeout|refused|too many"),
    (TemporaryError, "connection|server closed|connect to|shutting down|starting up|disk i/o"),
    (TemporaryError, "resolve host|host name|name or service"),
)


@contextmanager
def sorted_errors(doing: str) -> Iterator[None]:
    """Turn what a database raises into an error that says what to do.

    Args:
        doing: What was being done, for the text.
    """
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        yield
    except SourceError:
        raise
    except DBAPIError as error:
        raise _family(error)(f"{doing}: {_said(error.orig)}") from None
    except SQLAlchemyError as error:
        # Its text could hold the query with its parameters, so only its kind is told.
        raise QueryError(f"{doing}: {type(error).__name__}") from None
    except (OSError, EOFError) as error:
        raise TemporaryError(f"{doing}: {_said(error)}") from None
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("duckdb", "_duckdb", "psycopg"):
            raise
        raise _by_words(str(error))(f"{doing}: {_said(error)}") from None


def _family(error: DBAPIError) -> _Family:
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    if state:
        found = _STATES.get(state) or _STATES.get(state[:2])
        return found or QueryError
    if error.connection_invalidated:
        return TemporaryError
    return _by_words(str(error.orig))


def _by_words(said: str) -> _Family:
    lower = said.lower()
    for family, words in _WORDS:
        if any(word in lower for word in words.split("|")):
            return family
    return QueryError


def _said(error: BaseException | None) -> str:
    """Return the first line of a complaint: later ones may quote rows."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__
