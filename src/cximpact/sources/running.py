"""How the layers of SQL are run: over rows that were folded first, or over all rows as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.sources.codes import fold_by_codes
from cximpact.sources.days import group_by_days
from cximpact.sources.groups import grouped_sql
from cximpact.sources.texts import folded_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.sources.engine import Engine
    from cximpact.sources.query import Query
    from cximpact.sources.table import Table

__all__ = ["group_rows"]

# Up to here a table of its own is cheaper than planning all layers as one query; beyond, as many
# rows of each table tell how well all fold.
_FEW = 50_000
# More different rows than this are not worth the memory to fold them, nor is a fold that leaves
# more than half of the rows where all rows were looked at.
_MOST_FOLDED = 2_000_000
_WORTH_FOLDING = 0.5


def group_rows(query: Query, tables: Sequence[Table], engine: Engine) -> None:
    """Leave the sums of all rows in the table `grouped`.

    Many rows that fold badly go through all layers as a stream; else each step is a table.
    """
    engine.keep("sample", folded_sql(query.plain_rows(tables, limit=_FEW), query.plan))
    read, folds = _outlook(engine)
    folds = folds and not query.spec.key
    rows = f"SELECT *, 0 AS row_no, 1 AS mult FROM ({query.plain_rows(tables)})"
    if folds:
        _fold(query, tables, engine)
        [(left,)] = engine.rows("SELECT count(*) FROM folded")
        if group_by_days(query, left, engine):
            return
        rows = "SELECT *, 0 AS row_no FROM folded"
    if folds or read < _FEW:
        engine.keep("understood", query.understood(rows))
        engine.keep("grouped", grouped_sql(query.concluded("FROM understood"), query.plan))
    else:
        engine.keep("grouped", grouped_sql(query.judged(rows), query.plan))


def _outlook(engine: Engine) -> tuple[int, bool]:
    """Return how many rows the sample holds, and whether all rows fold well.

    How many rows differ in all is told from those seen once and twice (Chao 1984, doi
    10.2307/4615964): a year of answers looks as if no two were alike in its first thousands.
    """
    [(left, read, once, twice)] = engine.rows(
        "SELECT count(*), coalesce(sum(mult), 0), count(*) FILTER (mult = 1), "
        "count(*) FILTER (mult = 2) FROM sample"
    )
    if read < _FEW:
        return read, left <= _WORTH_FOLDING * read
    return read, left + once * once / (2 * max(twice, 1)) <= _MOST_FOLDED


def _fold(query: Query, tables: Sequence[Table], engine: Engine) -> None:
    """Leave all rows, folded, in the table `folded`."""
    whole = folded_sql(query.plain_rows(tables), query.plan)
    if not any(table.is_typed for table in tables):
        engine.keep("folded", whole)
        return
    engine.keep("folded", f"FROM ({whole}) LIMIT 0")
    for at, table in enumerate(tables):
        if not fold_by_codes(query, at, table, engine):
            rows = query.plain_rows([table], first=at)
            engine.connection.execute(f"INSERT INTO folded {folded_sql(rows, query.plan)}")
