"""All layers of SQL in their order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.sources.keys import collapsed_sql
from cximpact.sources.mapping import named_sql, present, ruled_sql
from cximpact.sources.moments import day_of
from cximpact.sources.outcomes import judged_sql
from cximpact.sources.texts import cell_text_sql, rows_sql, texts_sql
from cximpact.sources.values import counted_sql, moment_of, read_sql, valued_sql

if TYPE_CHECKING:
    from cximpact.model.scorecard import Scorecard
    from cximpact.model.source import EvidenceSpec
    from cximpact.sources.plan import Plan
    from cximpact.sources.table import Form, Table

__all__ = ["Query"]


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

    def date_sql(self, held: str) -> str:
        """Return SQL of the day that a cell of the column of dates means, as it is held."""
        header = self.plan.fields["date"]
        form = self.forms[self.plan.at(header)]
        if form == "date" and not self.spec.missing:
            return day_of(held)
        text = present(cell_text_sql(held, form, self.spec.reading.decimal), self.spec)
        return day_of(moment_of(text, header, self.spec, self.plan, self.forms))

    def plain_rows(
        self,
        tables: Sequence[Table],
        *,
        limit: int | None = None,
        first: int = 0,
        condition: str = "true",
        cut: bool = True,
    ) -> str:
        """Return SQL of the rows of tables, or of some of each; as `rows_sql` explains."""
        return rows_sql(
            self.spec,
            self.plan,
            tables,
            self.forms,
            limit=limit,
            first=first,
            condition=condition,
            cut=cut,
        )

    def numbered_rows(self, tables: Sequence[Table]) -> str:
        """Return SQL of all rows with their positions, unfolded."""
        rows = rows_sql(self.spec, self.plan, tables, self.forms, numbered=True)
        return f"SELECT *, 1 AS mult FROM ({rows})"
