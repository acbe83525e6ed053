"""What a workspace says about a table: how to read it, which rows match, what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from attrs import Factory, frozen

Format = Literal["number", "percent", "percent-mixed"]

LOST = "the source failed, so what it holds is missing"
"""How the note on a source that failed begins; its reason follows."""


@frozen
class Reading:
    """How to read a file.

    Attributes:
        delimiter: Field separator of a text file; None guesses it from the header.
        encoding: Text encoding.
        decimal: Decimal sign of numbers.
        thousands: Sign that groups thousands, "" for none.
        dates: A `strptime` pattern; "" reads ISO 8601.
        sheet: Sheet of a workbook; "" for the only one.
        cells: Cell range of the table, such as ``A5:H40``; "" for the whole sheet.
        header_row: Row of the headers, counted from 1; None for the first row with content.
        multipliers: Words beside amounts of money and what they multiply them by, such as ``k``
            and 1000; for lists only.
    """

    delimiter: str | None = None
    encoding: str = "utf-8"
    decimal: str = "."
    thousands: str = ""
    dates: str = ""
    sheet: str = ""
    cells: str = ""
    header_row: int | None = None
    multipliers: tuple[tuple[str, int], ...] = ()


@frozen
class Test:
    """A test of one column's cell; every field that is set must hold.

    Compared as numbers where both sides are numbers, else as text without outer spaces.
    """

    column: str
    equals: str | None = None
    one_of: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    at_most: float | None = None
    at_least: float | None = None


@frozen
class Lookup:
    """A value taken from a column, perhaps translated; or the same for every row.

    Attributes:
        column: The column read; "" where `constant` holds.
        values: Their value to ours; a value that is not listed stays as it is.
        constant: The value of every row.
    """

    column: str = ""
    values: Mapping[str, str] = Factory(dict)
    constant: str = ""


@frozen
class MapRule:
    """Which rows of an evidence table mean what; the first rule that matches a row wins.

    Attributes:
        tests: All must hold; none means every row.
        touchpoint: The touchpoint the row is about.
        measure: The measure it belongs to.
        criterion: The journey criterion it is about, or nothing.
        channel: How the word reached us.
        format: How its number is written.
        value: A value for every row, or the column to take it from; None for the source's own.
        line: Line in the workspace file, for messages.
    """

    touchpoint: Lookup
    measure: Lookup
    tests: tuple[Test, ...] = ()
    criterion: Lookup = Lookup()
    channel: Lookup = Lookup()
    format: Format | None = None
    value: Lookup | None = None
    line: int | None = None


@frozen
class Duration:
    """A value that is the time between two columns."""

    start: str
    end: str
    unit: Literal["minutes", "hours", "days"] = "days"


@frozen
class CollectedTable:
    """What the source of a plugin gave for one part of a workspace.

    Attributes:
        part: ``proposals``, ``costs``, ``budgets_from`` or ``evidence.NAME``.
        label: What stands where the name of a file stands elsewhere: the block, and in
            parentheses its source, the plugin's distribution and version, and the query.
        file: Path of the Parquet file, all of its columns text; "" where there is none.
        rows: How many rows it holds.
        reason: Why there is nothing, in one sentence; "" where there is something.
        notes: What the source wants readers to know.
        as_of: The day of the decision it was asked for; None where it was not asked yet.
        touchpoints: Touchpoints that it can tell of; empty where that is open.
        names_criteria: Whether its rows can name a criterion.
    """

    part: str
    label: str
    file: str = ""
    rows: int = 0
    reason: str = ""
    notes: tuple[str, ...] = ()
    as_of: date | None = None
    touchpoints: tuple[str, ...] = ()
    names_criteria: bool = True


@frozen
class EvidenceSpec:
    """One block under `evidence:`: a table of observations or measurements and its mapping.

    Attributes:
        name: The block's key.
        paths: Files as written, relative to the workspace; globs allowed. Empty for a frame.
        frame: Key of a frame handed to `evaluate`; "" for files.
        kind: Raw observations, or measurements already aggregated.
        reading: How to read the files.
        columns: Our field names (date, value, count, exposure, touchpoint, measure, criterion,
            channel, n, successes, promoters, detractors, figure, error) to the table's headers.
        channel: Channel of all rows that say nothing else.
        where: Rows that fail a test are left out and counted.
        missing: Texts that mean "no value".
        unpivot: Header to period end: each such column becomes a row.
        key: Columns that identify a row; equal rows collapse, unequal ones are a problem.
        format: How numbers are written, where a rule says nothing else.
        duration: Take the value as time between two columns.
        by: Columns (done, due): the value is 1 where done on or before due, else 0.
        offset_minutes: Offset from UTC in which days are counted, for timestamps.
        rules: Mapping rules; empty where the table names touchpoint and measure itself.
        line: Line in the workspace file, for messages.
        collected: What a plugin's source gave, in place of files; None for files and frames.
    """

    name: str
    paths: tuple[str, ...] = ()
    frame: str = ""
    kind: Literal["observations", "measurements"] = "observations"
    reading: Reading = Reading()
    columns: Mapping[str, str] = Factory(dict)
    channel: str = ""
    where: tuple[Test, ...] = ()
    missing: tuple[str, ...] = ()
    unpivot: Mapping[str, date] = Factory(dict)
    key: tuple[str, ...] = ()
    format: Format = "number"
    duration: Duration | None = None
    by: tuple[str, str] | None = None
    offset_minutes: int = 0
    rules: tuple[MapRule, ...] = ()
    line: int | None = None
    collected: CollectedTable | None = None
