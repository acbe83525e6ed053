"""Lists of JSON objects become tables: one file per list, or one line per object."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NoReturn, cast

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import MOST_COLUMNS
from cximpact.intake.files.csv_reader import MOST_ROWS
from cximpact.intake.files.json_reader import MOST_DEPTH, parse_json
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.raw_table import Origin, RawTable, ReadOptions, named_columns
from cximpact.intake.files.text_files import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.marks import Data

__all__ = ["read_json_lines", "read_json_list"]

_MOST_VALUES = 50_000_000
_LARGEST_INTEGER = 10**18


def read_json_list(data: bytes, options: ReadOptions, *, name: str) -> RawTable:
    """Return the table in a JSON list of objects; a key that an object lacks is None.

    Args:
        data: The content of the file.
        options: Their `encoding` counts.
        name: How the file is called in problems.

    Raises:
        InputError: The text is not JSON, no list of objects, or a value is itself a list or
            an object.
    """
    text = decode_text(data, name=name, encoding=options.encoding)
    found, mark = parse_json(text, name=name, most_nodes=_MOST_VALUES)
    log = ProblemLog(name)
    if not isinstance(found, list):
        log.add("not a table", line=mark.line, expected="a list of objects: [{...}, {...}]")
        raise log.error()
    lines = [mark.inside[index].line for index in range(len(found))]
    return _table(found, lines, log)


def read_json_lines(data: bytes, options: ReadOptions, *, name: str) -> RawTable:
    """Return the table in a text that has one JSON object on every line.

    Args:
        data: The content of the file.
        options: Their `encoding` counts.
        name: How the file is called in problems.

    Raises:
        InputError: A line is not a JSON object, or one of its values is a list or an object.
    """
    text = decode_text(data, name=name, encoding=options.encoding)
    log = ProblemLog(name)
    found: list[Data] = []
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found.append(_parsed(line, number, log))
            lines.append(number)
    return _table(found, lines, log)


def _parsed(line: str, number: int, log: ProblemLog) -> Data:
    """Return one line's value, or None after noting why there is none.

    The standard parser is several times faster. It gets the lines it cannot get wrong; any
    that it or a check of ours trips over goes to the strict one, which says what is amiss.
    """
    if "\\u" not in line and line.count("[") + line.count("{") <= MOST_DEPTH:
        try:
            return cast("Data", _FAST.decode(line))
        except ValueError:
            pass
    try:
        return parse_json(line, name=log.file, first_line=number)[0]
    except InputError as error:
        for problem in error.problems:
            log.add(
                problem.message,
                line=problem.line,
                field=problem.field,
                value=problem.value,
                expected=problem.expected,
                hint=problem.hint,
            )
        return {}


def _refuse(token: object) -> NoReturn:
    raise ValueError(token)


def _unlike_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _refuse(pairs)


def _short_int(token: str) -> int:
    number = int(token) if len(token) < 20 else _refuse(token)
    return number if abs(number) <= _LARGEST_INTEGER else _refuse(token)


def _sure_float(token: str) -> float:
    number = float(token) if len(token) <= 100 else _refuse(token)
    exponent = token.lower().partition("e")[2]
    sure = math.isfinite(number) and len(exponent) <= 3
    return number if sure else _refuse(token)


_FAST = json.JSONDecoder(
    object_pairs_hook=_unlike_keys,
    parse_int=_short_int,
    parse_float=_sure_float,
    parse_constant=_refuse,
)


def _table(found: Sequence[Data], lines: Sequence[int], log: ProblemLog) -> RawTable:
    rows: list[dict[str, Data]] = []
    for value, line in zip(found, lines, strict=True):
        if isinstance(value, dict):
            _refuse_nested(value, line, log)
            rows.append(value)
        else:
            log.add("not an object", line=line, expected='{"column": value, ...}')
    if len(rows) > MOST_ROWS:
        log.add("too many rows", expected=f"at most {MOST_ROWS:,}")
    log.raise_any()
    return _columns(rows, lines, log)


def _columns(rows: Sequence[dict[str, Data]], lines: Sequence[int], log: ProblemLog) -> RawTable:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if not keys:
        log.add("the file is empty", expected="at least one object with a key")
    if len(keys) > MOST_COLUMNS or len(keys) * len(rows) > _MOST_VALUES:
        expected = f"at most {MOST_COLUMNS:,}, and {_MOST_VALUES:,} cells"
        log.add(f"the objects have {len(keys):,} different keys", expected=expected)
        raise log.error()
    columns = [_cells(rows, key) for key in keys]
    headers = [key.strip() for key in keys]
    return named_columns(headers, columns, lines, log, origin=Origin.TEXT, header_line=None)


def _cells(rows: Iterable[dict[str, Data]], key: str) -> list[Cell]:
    return [cast("Cell", row.get(key)) for row in rows]


def _refuse_nested(row: dict[str, Data], line: int, log: ProblemLog) -> None:
    for key, value in row.items():
        if isinstance(value, dict | list):
            what = "a list" if isinstance(value, list) else "an object"
            expected = "text, a number, true, false or null"
            log.add(f"the cell holds {what}", line=line, field=key, expected=expected)
