"""All layers of SQL in their order, and how they are run: at once, or in steps over few rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.sources.groups import grouped_sql
from cximpact.sources.keys import collapsed_sql
from cximpact.sources.mapping import named_sql, ruled_sql
from cximpact.sources.outcomes import judged_sql
from cximpact.sources.texts import folded_sql, rows_sql, texts_sql
from cximpact.sources.values import counted_sql, read_sql, valued_sql

if TYPE_CHECKING:
    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.engine import Engine
    from cximpact.sources.plan import Plan
    from cximpact.sources.table import Form, Table

__all__ = ["Query", "group_rows"]

# A fold that leaves more than this share of rows costs more than it saves.
_WORTH_FOLDING = 0.5
# Up to here a table of its own is cheaper than planning all layers as one query.
_FEW = 200_000


@frozen(eq=False)
class Query:
    """What the layers of SQL of one source are made from.

    Attributes:
        spec: The source.
        plan: Its columns.
        forms: How each column is held.
        scorecard: What its rows are about.
        as_of: The day of the decision.
    """

    spec: EvidenceSpec
    plan: Plan
    forms: Sequence[Form]
    scorecard: Scorecard
    as_of: date

    def understood(self, rows: str) -> str:
        """Return SQL of rows with their rule, names, times and numbers."""
        sql = texts_sql(rows, self.forms, self.spec, self.plan)
        sql = ruled_sql(sql, self.spec, self.plan)
        sql = named_sql(sql, self.spec, self.plan)
        return read_sql(sql, self.spec, self.plan, self.forms)

    def concluded(self, understood: str) -> str:
        """Return SQL of understood rows with their outcome, and what each adds."""
        measures = self.scorecard.measures
        sql = valued_sql(understood, self.spec, self.plan, measures, self.as_of)
        sql = judged_sql(sql, self.spec, self.plan, self.scorecard, self.as_of)
        return counted_sql(collapsed_sql(sql, self.spec, self.plan), self.spec)

    def judged(self, rows: str) -> str:
        """Return SQL of all layers but the last."""
        return self.concluded(self.understood(rows))

    def plain_rows(self, tables: Sequence[Table], *, sample: bool = False) -> str:
        """Return SQL of the rows of all tables, or of some of each."""
        return rows_sql(self.spec, self.plan, tables, self.forms, limit=_FEW if sample else None)

    def numbered_rows(self, tables: Sequence[Table]) -> str:
        """Return SQL of all rows with their positions, unfolded."""
        rows = rows_sql(self.spec, self.plan, tables, self.forms, numbered=True)
        return f"SELECT *, 1 AS mult FROM ({rows})"


def group_rows(query: Query, tables: Sequence[Table], engine: Engine) -> None:
    """Leave the sums of all rows in the table `grouped`.

    Many rows that fold badly go through all layers as a stream; else each step is a table.
    """
    plan = query.plan
    sample = folded_sql(query.plain_rows(tables, sample=True), plan)
    [(left, read)] = engine.rows(f"SELECT count(*), coalesce(sum(mult), 0) FROM ({sample})")
    folds = not query.spec.key and left <= _WORTH_FOLDING * read
    rows = f"SELECT *, 0 AS row_no, 1 AS mult FROM ({query.plain_rows(tables)})"
    if folds:
        _keep("folded", folded_sql(query.plain_rows(tables), plan), engine)
        rows = "SELECT *, 0 AS row_no FROM folded"
    if folds or read < _FEW:
        _keep("understood", query.understood(rows), engine)
        _keep("grouped", grouped_sql(query.concluded("FROM understood"), plan), engine)
    else:
        _keep("grouped", grouped_sql(query.judged(rows), plan), engine)


def _keep(name: str, sql: str, engine: Engine) -> None:
    engine.connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")
