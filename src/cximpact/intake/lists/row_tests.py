"""`when`, `where` and `set_aside` of a document become tests, and tests pick rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.lists.matching import cell_text, matches
from cximpact.model.source import Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.model.source import Reading

__all__ = ["build_tests", "rows_matching"]


def build_tests(stated: Mapping[str, Any]) -> tuple[Test, ...]:
    """Return the tests of a `when`, in the order of its columns.

    Args:
        stated: Column to a value or to tests; it fits the schema.

    Example:
        >>> build_tests({"Type": "Project"})[0].equals
        'Project'
    """
    return tuple(_test(column, said) for column, said in stated.items())


def _test(column: str, said: Any) -> Test:
    if not isinstance(said, dict):
        return Test(column, equals=cell_text(said))
    contains = said.get("contains", [])
    return Test(
        column,
        equals=cell_text(said["equals"]) if "equals" in said else None,
        one_of=tuple(cell_text(value) for value in said.get("one_of", [])),
        contains=(contains,) if isinstance(contains, str) else tuple(contains),
        at_most=_number(said.get("at_most")),
        at_least=_number(said.get("at_least")),
    )


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def rows_matching(
    table: RawTable, tests: Iterable[Test], rows: Sequence[int], reading: Reading
) -> list[int]:
    """Return the rows that pass every test, in their order.

    Args:
        table: The table; it has every column that is tested.
        tests: All must hold; none means that every row passes.
        rows: The rows looked at, counted from 0.
        reading: Decimal and thousands sign of numbers written as text.
    """
    left = list(rows)
    for test in tests:
        cells = table.column(test.column)
        signs = {"decimal": reading.decimal, "thousands": reading.thousands}
        # Categories repeat, so each different cell is tested once.
        verdict = {
            key: matches(test, key[1], **signs)
            for key in {(type(cells[row]), cells[row]) for row in left}
        }
        left = [row for row in left if verdict[type(cells[row]), cells[row]]]
    return left
