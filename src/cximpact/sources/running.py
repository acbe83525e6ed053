"""How the layers of SQL are run: over rows that were folded first, or over all rows as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.codes import row_codes
from cximpact.sources.days import group_by_days
from cximpact.sources.equal_lines import line_kinds
from cximpact.sources.folding import decode_rows, fold_rows
from cximpact.sources.groups import grouped_sql
from cximpact.sources.kinds import estimated_kinds
from cximpact.sources.texts import folded_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.sources.engine import Engine
    from cximpact.sources.folding import Way
    from cximpact.sources.query import Query
    from cximpact.sources.table import Table

__all__ = ["group_rows"]

# Fewer rows are all looked at as the sample, and a table of its own for each step is cheaper than
# planning all layers as one query; of more, as many of each table tell how well all fold.
_FEW = 20_000
# More different rows than this are not worth the memory to fold them.
_MOST_FOLDED = 2_000_000
_DAY = len("2026-01-31")


def group_rows(query: Query, tables: Sequence[Table], engine: Engine) -> None:
    """Leave the sums of all rows in the table `grouped`.

    Many rows that fold badly go through all layers as a stream; else each step is a table.
    """
    cut = _take_sample(query, tables, engine)
    [(read,)] = engine.rows("SELECT count(*) FROM sample")
    if read < _FEW:
        _group_few(query, engine)
        return
    if not query.spec.key:
        ways = [_way(query, at, tables, engine) for at in range(len(tables))]
        if all(ways) or _fold_well(query, engine):
            _group_folded(query, tables, ways, engine, cut=cut)
            return
    rows = f"SELECT *, 0 AS row_no, 1 AS mult FROM ({query.plain_rows(tables, cut=cut)})"
    engine.keep("grouped", grouped_sql(query.judged(rows), query.spec.kind, query.plan))


def _take_sample(query: Query, tables: Sequence[Table], engine: Engine) -> bool:
    """Keep some rows of each table as `sample`; return whether texts of days are to be cut.

    To cut costs a look at each text, in vain where all are days already.
    """
    engine.keep("sample", query.plain_rows(tables, limit=_FEW, cut=False))
    texts = [
        f"max(strlen(k{at}))"
        for at, header in enumerate(query.plan.headers)
        if header in query.plan.days_only and query.forms[at] == "text"
    ]
    if not texts or _longest(texts, engine) <= _DAY:
        return False
    engine.connection.execute("DROP TABLE sample")
    engine.keep("sample", query.plain_rows(tables, limit=_FEW))
    return True


def _longest(texts: Sequence[str], engine: Engine) -> int:
    return max(found or 0 for found in engine.rows(f"SELECT {', '.join(texts)} FROM sample")[0])


def _group_few(query: Query, engine: Engine) -> None:
    """Group rows of which the sample holds all."""
    if query.spec.key:
        engine.keep("folded", "SELECT *, 1 AS mult FROM sample")
    else:
        engine.keep("folded", folded_sql("FROM sample", query.plan))
    _group_as_tables(query, engine)


def _fold_well(query: Query, engine: Engine) -> bool:
    return estimated_kinds(folded_sql("FROM sample", query.plan), engine) <= _MOST_FOLDED


def _way(query: Query, at: int, tables: Sequence[Table], engine: Engine) -> Way:
    """Return how to fold a table so that few rows are left, if it is known beforehand."""
    most = _MOST_FOLDED // len(tables)
    codes = row_codes(query, at, tables[at], engine)
    if codes and codes.count <= most:
        return codes
    lines = None if query.plan.has_references else tables[at].lines
    return lines if lines and line_kinds(lines, _FEW, engine) <= most else None


def _group_folded(
    query: Query, tables: Sequence[Table], ways: Sequence[Way], engine: Engine, *, cut: bool
) -> None:
    folded = fold_rows(query, tables, ways, engine, cut=cut)
    if not group_by_days(query, folded, engine):
        decode_rows(query, tables, folded, engine)
        _group_as_tables(query, engine)


def _group_as_tables(query: Query, engine: Engine) -> None:
    """Group the rows of `folded`."""
    engine.keep("understood", query.understood("SELECT *, 0 AS row_no FROM folded"))
    concluded = query.concluded("FROM understood")
    engine.keep("grouped", grouped_sql(concluded, query.spec.kind, query.plan))
