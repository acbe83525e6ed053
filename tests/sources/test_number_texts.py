"""Numbers as people write them: signs, thousands, percentages."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from cximpact.model.source import Reading
from cximpact.sources.engine import open_engine
from cximpact.sources.number_texts import is_mended, meant_sql, written_sql
from cximpact.sources.quoting import literal

GERMAN = Reading(decimal=",", thousands=".")
US = Reading(thousands=",")
FRENCH = Reading(decimal=",", thousands=" ")


@pytest.fixture(scope="module")
def read() -> Iterator[Any]:
    with open_engine([]) as engine:

        def _read(text: str, form: str = "number", reading: Reading = US) -> tuple[Any, bool]:
            written, source = written_sql("x", reading), f"(SELECT {literal(text)} AS x)"
            sql = meant_sql("w", "x", f"'{form}'"), is_mended("w", "x", f"'{form}'")
            [row] = engine.rows(
                f"SELECT {sql[0]}, {sql[1]} FROM (SELECT x, {written} AS w FROM {source})"
            )
            return row

        yield _read


@pytest.mark.parametrize(
    ("text", "reading", "number"),
    [
        ("4,389", US, "4389"),
        ("$1,234,567.50", US, "1234567.5"),
        ("-$3", US, "-3"),
        ("-3.25", US, "-3.25"),
        (".71", US, "0.71"),
        ("1e-05", US, "0.00001"),
        ("4,38", US, None),
        ("1,2345", US, None),
        ("3-4", US, None),
        ("12%", US, None),
        ("nan", US, None),
        ("1_000", US, None),
        ("1e99", US, None),
        ("New", US, None),
        ("4,389", Reading(), None),
        ("1.234,5", GERMAN, "1234.5"),
        ("0,5", GERMAN, "0.5"),
        ("1.5", GERMAN, None),
        ("1\u202f234,5", FRENCH, "1234.5"),
        ("1 234", FRENCH, "1234"),
    ],
)
def test_a_number_is_read_as_it_is_written(
    read: Any, text: str, reading: Reading, number: str | None
) -> None:
    assert read(text, reading=reading)[0] == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "form", "number", "mended"),
    [
        ("64.98%", "percent", "0.6498", False),
        ("64.98", "percent", "0.6498", False),
        ("64.98 %", "percent-mixed", "0.6498", True),
        ("79", "percent-mixed", "0.79", True),
        ("100", "percent-mixed", "1", True),
        ("0.71", "percent-mixed", "0.71", False),
        ("1", "percent-mixed", "1", False),
        ("1%", "percent-mixed", "0.01", True),
        ("104%", "percent-mixed", "1.04", True),
        ("104", "percent-mixed", None, True),
        ("61%", "number", None, False),
    ],
)
def test_percentages_become_shares_and_are_counted(
    read: Any, text: str, form: str, number: str | None, mended: bool
) -> None:
    assert read(text, form) == (None if number is None else Decimal(number), mended)
