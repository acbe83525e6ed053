"""Lists of JSON objects as tables, in one file or line by line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files.json_reader import parse_json
from cximpact.intake.files.raw_table import ReadOptions
from cximpact.intake.files.records_reader import read_json_lines, read_json_list


def lines_table(text):
    return read_json_lines(text.encode(), ReadOptions(), name="a.jsonl")


def list_table(text):
    return read_json_list(text.encode(), ReadOptions(), name="a.json")


def problems_of(action, text):
    with pytest.raises(InputError) as caught:
        action(text)
    return caught.value.problems


def test_columns_are_all_keys_in_order_of_appearance_and_lacking_ones_are_none():
    table = lines_table('{"id": 1, "ok": true}\n\n{"cost": 2.5, "id": "b"}\n')
    assert table.headers == ("id", "ok", "cost")
    assert table.columns == ([1, "b"], [True, None], [None, 2.5])
    assert list(table.lines) == [1, 3]


def test_a_list_of_objects_is_the_same_table_with_the_lines_of_its_objects():
    table = list_table('[{"id": 1, "ok": true},\n\n{"cost": 2.5,\n "id": "b"}]')
    assert table.columns == ([1, "b"], [True, None], [None, 2.5])
    assert list(table.lines) == [1, 3]


def test_every_bad_line_is_reported():
    text = '{"a": 1}\n{"a": 1, "a": 2}\n{"a": NaN}\n{"a": 1e400}\n[1]\n{"a": [1]}\n{"a": \n'
    text += '{"a": "\\ud800"}\n{"a": 99999999999999999999}\n{"a": 1e-999}\n"x"\n'
    lines = {problem.line for problem in problems_of(lines_table, text)}
    assert lines == {2, 3, 4, 5, 6, 7, 8, 9, 10, 11}


def test_a_cell_that_holds_a_list_is_named_by_line_and_column():
    (problem,) = problems_of(list_table, '[{"a": 1},\n{"b": {"c": 1}}]')
    assert (problem.line, problem.field) == (2, "b")


@pytest.mark.parametrize("text", ['{"a": 1}', "1", "[]", "[1]", "[{}]"])
def test_what_is_no_list_of_objects_is_refused(text):
    assert problems_of(list_table, text)


def test_objects_that_all_differ_are_no_table():
    text = "".join(f'{{"k{number}": 1}}\n' for number in range(20_000))
    assert "20,000 different keys" in problems_of(lines_table, text)[0].message


def test_empty_lines_only_are_no_table():
    assert problems_of(lines_table, "\n\n")


@given(
    st.text(max_size=30)
    | st.text('{}[]:,"a1.eE-+u0\\ ', max_size=40)
    | st.dictionaries(
        st.text(max_size=2),
        st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=4) | st.none(),
        max_size=3,
    ).map(json.dumps)
)
def test_the_quick_way_reads_and_refuses_the_same_as_the_strict_one(line):
    line = line.replace("\n", " ").replace("\r", " ").replace("\0", " ")
    try:
        strict = parse_json(line, name="a")[0]
    except InputError:
        strict = None
    try:
        table = lines_table(line)
    except InputError:
        table = None
    if table is not None:
        row = {
            header: column[0] for header, column in zip(table.headers, table.columns, strict=True)
        }
        assert {key.strip(): value for key, value in strict.items() if key.strip()} == row
    elif isinstance(strict, dict):
        names = [key.strip() for key in strict]
        is_flat = not any(isinstance(value, dict | list) for value in strict.values())
        assert not (is_flat and all(names) and names and len(set(names)) == len(names))
