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

__all__ = ["CodedRows", "Folded", "Way", "decode_rows", "fold_rows"]


@frozen
class CodedRows:
    """The rows of one table as numbers, each once.

    Attributes:
        position: Of the table among those of the source.
        codes: What the numbers stand for.
        count: How many numbers there are.
        has_others: Whether the table has rows without a number.
    """

    position: int
    codes: RowCodes
    count: int
    has_others: bool

    @property
    def sql(self) -> str:
        """SQL of the numbers, as `key`, and how many rows each stands for, as `mult`."""
        return f"(FROM coded_{self.position} WHERE key IS NOT NULL)"


@frozen
class Folded:
    """All rows of a source, each once.

    Attributes:
        coded: Rows that are numbers, by table.
        others: How many rows the table `folded` holds.
    """

    coded: Sequence[CodedRows]
    others: int

    @property
    def count(self) -> int:
        """How many different rows there are."""
        return self.others + sum(rows.count for rows in self.coded)


Way = RowCodes | Lines | None
"""How the rows of a table are folded: as numbers, by way of its lines, or as they are."""


def fold_rows(
    query: Query, tables: Sequence[Table], ways: Sequence[Way], engine: Engine, *, cut: bool
) -> Folded:
    """Leave the rows of tables without codes in the table `folded`; return those of all others.

    A row with a text that its table has no number for goes to `folded` as well, in a second look.

    Args:
        query: The source.
        tables: Its tables.
        ways: How each is folded.
        engine: Where the rows are kept.
        cut: As `rows_sql` explains.
    """
    coded = []
    if not all(isinstance(way, RowCodes) for way in ways):
        _make_room(query, tables, engine)
    for at, (table, way) in enumerate(zip(tables, ways, strict=True)):
        if isinstance(way, RowCodes):
            coded.append(_count(query, at, way, tables, engine))
        elif way is None or not fold_lines(query, at, table, way, engine, cut=cut):
            rows = query.plain_rows([table], first=at, cut=cut)
            engine.connection.execute(f"INSERT INTO folded {folded_sql(rows, query.plan)}")
    others = 0
    if any(rows.has_others for rows in coded) or len(coded) < len(tables):
        [(others,)] = engine.rows("SELECT count(*) FROM folded")
    return Folded(coded, others)


def _make_room(query: Query, tables: Sequence[Table], engine: Engine) -> None:
    """Make the table `folded`, with the types that hold the cells of all tables."""
    nothing = f"FROM ({folded_sql(query.plain_rows(tables), query.plan)}) LIMIT 0"
    engine.connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS folded AS {nothing}")


def _count(
    query: Query, at: int, codes: RowCodes, tables: Sequence[Table], engine: Engine
) -> CodedRows:
    """Count the numbers of all rows; those of rows without one are counted together."""
    key = codes.key()
    counted = f"SELECT {key} AS key, count(*) AS mult FROM {tables[at].sql} GROUP BY 1"
    engine.keep(f"coded_{at}", counted)
    [(all_of_them, numbers)] = engine.rows(f"SELECT count(*), count(key) FROM coded_{at}")
    if numbers < all_of_them:
        _make_room(query, tables, engine)
        left = query.plain_rows([tables[at]], first=at, condition=f"({key}) IS NULL")
        engine.connection.execute(f"INSERT INTO folded BY NAME {folded_sql(left, query.plan)}")
    return CodedRows(at, codes, numbers, has_others=numbers < all_of_them)


def decode_rows(query: Query, tables: Sequence[Table], folded: Folded, engine: Engine) -> None:
    """Add rows that are numbers, as they were, to the table `folded`."""
    _make_room(query, tables, engine)
    for rows in folded.coded:
        cells = "".join(
            f"{rows.codes.cell(at)} AS k{at}, " for at in range(len(query.plan.headers))
        )
        engine.connection.execute(
            f"INSERT INTO folded BY NAME SELECT {rows.position} AS file, {cells}mult "
            f"FROM {rows.sql}"
        )
