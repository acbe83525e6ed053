"""Sources whose rows are not what rows may be, or look like what they are not."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

SPOTLESS = {"id": "1", "date": "2026-01-31", "value": "3"}


def gives_nan(request, context):
    """Gives NaN for a number."""
    yield [SPOTLESS, {**SPOTLESS, "value": math.nan}]


def gives_infinity(request, context):
    """Gives an infinite decimal."""
    yield [{**SPOTLESS, "value": Decimal("-Infinity")}]


def gives_nan_in_a_frame(request, context):
    """Gives NaN in a column of a data frame."""
    import pandas as pd

    yield pd.DataFrame({"id": ["1", "2", "3"], "value": [1.0, float("nan"), 2.0]})


def gives_objects(request, context):
    """Gives bytes where text should be."""
    yield [{**SPOTLESS, "value": b"3"}]


def gives_lists(request, context):
    """Gives a list in a cell."""
    yield [{**SPOTLESS, "value": ["3"]}]


def gives_no_rows(request, context):
    """Yields numbers instead of rows."""
    yield 17


def gives_nothing(request, context):
    """Returns None."""


def gives_numbers_for_columns(request, context):
    """Names a column by a number."""
    yield [{1: "a"}]


def gives_half_a_character(request, context):
    """Gives text that no encoding can hold."""
    yield [{**SPOTLESS, "comment": "\ud83d"}]


def gives_a_huge_cell(request, context):
    """Gives a cell of three megabytes."""
    yield [{**SPOTLESS, "comment": "x" * 3_000_000}]


def gives_a_huge_number(request, context):
    """Gives a decimal of a billion digits, written in ten characters."""
    yield [{**SPOTLESS, "value": Decimal("1E+999999999")}]


def gives_many_columns(request, context):
    """Gives a new column in every row."""
    for number in range(100_000):
        yield [{f"column {number}": "1"}]


def gives_markup(request, context):
    """Gives HTML, formulas and terminal escapes in text, which are text."""
    text = "<script>alert(1)</script>\x1b[31m\x1b]0;title\x07=cmd|' /C calc'!A0\u202e"
    context.note(text)
    context.query(text)
    context.progress(text)
    context.log(text)
    print(text)
    yield [{**SPOTLESS, "comment": text}]


def gives_the_future(request, context):
    """Dates its rows after the day of the decision."""
    later = request.as_of + timedelta(days=365_000)
    yield [{**SPOTLESS, "date": later}, {**SPOTLESS, "id": "2", "date": date.max}]


def gives_rows_twice(request, context):
    """Gives a page again, word for word."""
    page = [SPOTLESS, {**SPOTLESS, "id": "2"}]
    yield page
    yield page


def contradicts_itself(request, context):
    """Gives a row again, with another value."""
    yield [SPOTLESS]
    yield [{**SPOTLESS, "value": "4"}]


class Grumpy:
    """A value that cannot even be looked at."""

    def __repr__(self) -> str:
        raise RuntimeError("do not look at me")

    __str__ = __repr__
    __hash__ = __repr__
    __eq__ = __repr__
    __len__ = __repr__

    @property
    def __class__(self):
        raise RuntimeError("nor ask what I am")


def gives_grumpy_values(request, context):
    """Gives a value that raises whatever it is asked."""
    yield [{**SPOTLESS, "value": Grumpy()}]


class Untrue(str):
    """A text that says it is another."""

    def __str__(self) -> str:
        return "another"

    __repr__ = __format__ = __str__


def gives_untrue_texts(request, context):
    """Gives texts of a type of its own."""
    yield [{**SPOTLESS, "value": Untrue("3")}]
