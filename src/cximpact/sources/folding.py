"""All rows of a source, folded: of tables with codes as numbers, of all others as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.sources.codes import RowCodes
from cximpact.sources.equal_lines import fold_lines
from cximpact.sources.table import Lines, Table
from cximpact.sources.texts import folded_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.sources.engine import Engine
    from cximpact.sources.query import Query

__all__ = ["CodedRows", "Way", "decode_rows", "fold_rows", "how_many"]


@frozen
class CodedRows:
    """The rows of one table as numbers, each once.

    Attributes:
        position: Of the table among those of the source.
        codes: What the numbers stand for.
    """

    position: int
    codes: RowCodes

    @property
    def sql(self) -> str:
        """SQL of the numbers, as `key`, and how many rows each stands for, as `mult`."""
        return f"(FROM coded_{self.position} WHERE key IS NOT NULL)"


Way = RowCodes | Lines | None
"""How the rows of a table are folded: as numbers, by way of its lines, or as they are."""


def fold_rows(
    query: Query, tables: Sequence[Table], ways: Sequence[Way], engine: Engine, *, cut: bool
) -> list[CodedRows]:
    """Leave the rows of tables without codes in the table `folded`; return those of all others.

    A row with a text that its table has no number for goes to `folded` as well, in a second look.

    Args:
        query: The source.
        tables: Its tables.
        ways: How each is folded.
        engine: Where the rows are kept.
        cut: As `rows_sql` explains.
    """
    nothing = f"FROM ({folded_sql(query.plain_rows(tables, cut=cut), query.plan)}) LIMIT 0"
    engine.keep("folded", nothing)
    coded = []
    for at, (table, way) in enumerate(zip(tables, ways, strict=True)):
        if isinstance(way, RowCodes):
            coded.append(CodedRows(at, way))
            _count(query, coded[-1], table, engine)
        elif way is None or not fold_lines(query, at, table, way, engine, cut=cut):
            rows = query.plain_rows([table], first=at, cut=cut)
            engine.connection.execute(f"INSERT INTO folded {folded_sql(rows, query.plan)}")
    return coded


def _count(query: Query, rows: CodedRows, table: Table, engine: Engine) -> None:
    """Count the numbers of all rows; those of rows without one are counted together."""
    key = rows.codes.key()
    counted = f"SELECT {key} AS key, count(*) AS mult FROM {table.sql} GROUP BY 1"
    engine.keep(f"coded_{rows.position}", counted)
    if engine.rows(f"SELECT 1 FROM coded_{rows.position} WHERE key IS NULL"):
        left = query.plain_rows([table], first=rows.position, condition=f"({key}) IS NULL")
        engine.connection.execute(f"INSERT INTO folded BY NAME {folded_sql(left, query.plan)}")


def how_many(coded: Sequence[CodedRows], engine: Engine) -> int:
    """Return how many different rows there are."""
    parts = ["FROM folded", *(f"FROM {rows.sql}" for rows in coded)]
    counts = [engine.rows(f"SELECT count(*) {part}") for part in parts]
    return sum(count for [(count,)] in counts)


def decode_rows(query: Query, coded: Sequence[CodedRows], engine: Engine) -> None:
    """Add rows that are numbers, as they were, to the table `folded`."""
    for rows in coded:
        cells = "".join(
            f"{rows.codes.cell(at)} AS k{at}, " for at in range(len(query.plan.headers))
        )
        engine.connection.execute(
            f"INSERT INTO folded BY NAME SELECT {rows.position} AS file, {cells}mult "
            f"FROM {rows.sql}"
        )
