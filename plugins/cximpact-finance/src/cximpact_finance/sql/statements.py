"""The query as a workspace states it: one SELECT, checked before any database sees it.

The check is a second lock: the first is the transaction, which the database itself holds to
reading. Text that two databases would cut into tokens differently is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from cximpact.plugins import QueryError

__all__ = ["BINDS", "Statement"]

BINDS = ("as_of", "since")

_TOKEN = re.compile(
    r"""
    (?P<comment>--[^\n]*|/\*.*?\*/)
  | (?P<dollars>\$(?P<tag>[A-Za-z_]*)\$.*?\$(?P=tag)\$)
  | (?P<string>'(?:[^']|'')*+')
  | (?P<name>"(?:[^"]|"")*+"|`[^`]*`)
  | (?P<open>/\*|['"`])
  | (?P<cast>::)
  | (?P<bind>:[A-Za-z_][A-Za-z0-9_]*)
  | (?P<word>[A-Za-z_][\w$]*)
  | (?P<end>;)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CHANGES = frozenset(
    "insert update delete merge upsert into drop alter create truncate grant revoke exec execute"
    " call copy attach detach pragma vacuum install load export import lock".split()
)
_MARK = "\ue000"
# What SQLAlchemy's text() takes for a parameter, and what it takes for an escaped colon.
_LIKE_BIND = re.compile(r"(?<![:\w$\\]):(?=[\w$]+(?![:\w$]))")
_LIKE_ESCAPE = re.compile(r"\\(?=:[\w$]*(?![:\w$]))")


@frozen
class Statement:
    """One query that only reads.

    Attributes:
        sql: For SQLAlchemy's ``text()``: colons that are no parameters are escaped.
        binds: Which of `BINDS` it uses.
        shown: The query in one line, without comments.
    """

    sql: str
    binds: frozenset[str]
    shown: str

    @classmethod
    def of(cls, query: str) -> Statement:
        """Return a query, checked.

        Args:
            query: As the workspace states it.

        Raises:
            QueryError: It is not one SELECT, or could be taken for two things.

        Example:
            >>> Statement.of("SELECT 1 -- one").shown
            'SELECT 1'
        """
        if "\x00" in query or _MARK in query:
            raise QueryError("the query holds characters that no query has")
        pieces, binds, words = [], set(), []
        for kind, text in _checked(query):
            if kind == "word":
                words.append(text.lower())
            if kind == "bind":
                binds.add(text[1:])
            pieces.append(_piece(kind, text))
        _only_reads(words)
        whole = "".join(pieces).strip()
        return cls(_escaped(whole), frozenset(binds), " ".join(whole.replace(_MARK, ":").split()))


def _checked(query: str) -> Iterator[tuple[str, str]]:
    """Yield kind and text of each token up to the end of the statement."""
    ended = False
    for token in _TOKEN.finditer(query):
        kind, text = str(token.lastgroup), token.group()
        kind = "dollars" if kind == "tag" else kind
        if kind == "comment" or text.isspace():
            _plain_comment(kind, text)
            yield "space", " "
            continue
        if ended:
            raise QueryError("the query is more than one statement; a query is one SELECT")
        if kind == "end":
            ended = True
            continue
        _clear(kind, text)
        yield kind, text


def _plain_comment(kind: str, text: str) -> None:
    if kind == "comment" and ("/*" in text[2:] or text.startswith(("/*!", "/*+"))):
        raise QueryError("the query holds a comment that some databases carry out; leave it out")


def _clear(kind: str, text: str) -> None:
    """Refuse what databases understand differently."""
    if kind == "open":
        raise QueryError(f"the query opens {text} and does not close it")
    if kind == "string" and re.search(r"\\'", text):
        raise QueryError(
            "the query has a backslash before a quote, which databases understand differently;"
            " write a quote in a text as ''"
        )
    if kind == "bind" and text[1:] not in BINDS:
        known = " and ".join(f":{name}" for name in BINDS)
        raise QueryError(f"the query names the parameter {text}; known are {known}")


def _piece(kind: str, text: str) -> str:
    return f" {_MARK}{text[1:]} " if kind == "bind" else text


def _only_reads(words: list[str]) -> None:
    if not words:
        raise QueryError("the query is empty")
    if words[0] not in ("select", "with"):
        raise QueryError(f"the query begins with '{words[0][:20]}'; a query begins with SELECT")
    changing = sorted(_CHANGES.intersection(words))
    if changing:
        raise QueryError(
            f"the query says {', '.join(changing).upper()}, which a reading query does not; if it"
            " is the name of a column, put it in quotes"
        )


def _escaped(text: str) -> str:
    return _LIKE_BIND.sub(r"\\:", _LIKE_ESCAPE.sub(r"\\\\", text)).replace(_MARK, ":")
