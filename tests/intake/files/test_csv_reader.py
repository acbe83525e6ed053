"""Delimited text: what is read, on which line it stands, and what is refused."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files import csv_reader
from cximpact.intake.files.csv_reader import read_csv
from cximpact.intake.files.raw_table import ReadOptions


def read(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    return read_csv(data, ReadOptions(**options), name="list.csv")


def content(table):
    return table.headers, [list(row) for row in zip(*table.columns, strict=True)]


def problems_of(text, **options):
    with pytest.raises(InputError) as caught:
        read(text, **options)
    return caught.value.problems


def test_cells_are_text_and_stay_as_they_are():
    table = read("id, cost ,note\nNA,NULL, x \n007,,12:30\n")
    assert content(table) == (
        ("id", "cost", "note"),
        [["NA", "NULL", " x "], ["007", "", "12:30"]],
    )
    assert (list(table.lines), table.header_line, table.n_rows) == ([2, 3], 1, 2)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_and_byte_order_mark_change_nothing(line_end, mark, last):
    lines = ["id,t", "", "1,é", '2,"a', 'b"', ",", "3,c"]
    table = read(mark + line_end.join(lines) + (line_end if last else ""))
    assert content(table) == (("id", "t"), [["1", "é"], ["2", "a\nb"], ["3", "c"]])
    assert list(table.lines) == [3, 4, 7]


def test_a_file_with_headers_only_has_no_rows():
    table = read("id,cost\n\n")
    assert (table.n_rows, table.headers, table.columns) == (0, ("id", "cost"), ([], []))


def test_quotes_enclose_delimiters_line_ends_and_doubled_quotes():
    table = read('id,t\n1,"a,""b""\n,c"\n2,5" pipe\n3,""\n')
    assert content(table)[1] == [["1", 'a,"b"\n,c'], ["2", '5" pipe'], ["3", ""]]
    assert list(table.lines) == [2, 4, 5]


def test_line_numbers_stay_true_after_long_quoted_fields():
    text = "id,t\n" + '1,"a\n\nb"\n' * 3 + "2,x,y\n"
    assert [problem.line for problem in problems_of(text)] == [11]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1,2\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a,b\n1;2,3\n", ","),
        ("name;price,eur;unit\nx;1;y\nz;2,5;y\n", ";"),
        ('"a;x",b\n"1;2",3\n', ","),
        ("sep=;\na;b\n1,5;2\n", ";"),
    ],
)
def test_the_delimiter_is_found_from_header_and_first_rows(text, delimiter):
    table = read(text)
    assert content(read(text, delimiter=delimiter)) == content(table)
    assert len(table.headers) > 1


def test_sep_line_counts_as_a_line():
    table = read("sep=;\na;b\n1;2\n")
    assert (table.header_line, list(table.lines)) == (2, [3])


def test_a_header_that_fits_two_delimiters_must_be_settled():
    (problem,) = problems_of("a,b;c\n")
    assert problem.value == "',' or ';'"
    assert read("a,b;c\n", delimiter=";").headers == ("a,b", "c")


def test_a_single_column_needs_no_delimiter():
    assert content(read("id\na\n\nb\n")) == (("id",), [["a"], ["b"]])


def test_stated_signs_are_checked():
    assert read("a\tb\n", delimiter="tab").headers == ("a", "b")
    for options in ({"delimiter": ""}, {"delimiter": ";;"}, {"quotechar": "''"}):
        (problem,) = problems_of("a,b\n", **options)
        assert problem.field == next(iter(options))
    assert "same" in problems_of("a,b\n", delimiter=";", quotechar=";")[0].message


def test_another_quote_character_or_none_can_be_stated():
    assert content(read("a,b\n'x,y',2\n", quotechar="'"))[1] == [["x,y", "2"]]
    assert content(read('a,b\n"x,2\n', quotechar=None))[1] == [['"x', "2"]]


def test_an_encoding_can_be_stated():
    assert content(read("a;b\né;€\n".encode("cp1252"), encoding="cp1252"))[1] == [["é", "€"]]
    assert content(read("a;b\né;€\n".encode("utf-16"), encoding="utf-16"))[1] == [["é", "€"]]


def test_the_header_row_can_be_stated():
    text = 'Report "x\n\nid,t\n1,a\n'
    table = read(text, header_row=3)
    assert content(table) == (("id", "t"), [["1", "a"]])
    assert (table.header_line, list(table.lines)) == (3, [4])
    for row in (2, 5, 99):
        assert problems_of(text, header_row=row)[0].field == "header_row"
    assert read("sep=;\na;b\n1;2\n", header_row=2).headers == ("a", "b")
    assert problems_of("sep=;\na;b\n", header_row=1)[0].field == "header_row"


def test_ragged_lines_are_all_counted_and_the_first_twenty_named():
    text = "a,b\n" + "1\n" * 3 + "1,2\n" + "1,2,3\n" * 30
    problems = problems_of(text)
    assert [problem.line for problem in problems[:4]] == [2, 3, 4, 6]
    assert "1 field where the header has 2" in problems[0].message
    assert "3 fields where the header has 2" in problems[3].message
    assert (len(problems), problems[-1].message[:11]) == (21, "and 13 more")


def test_lines_of_delimiters_only_are_blank():
    assert content(read("a,b\n,\n1,2\n,,,,\n \n")) == (("a", "b"), [["1", "2"]])


def test_all_bad_headers_are_reported():
    problems = problems_of("a,b,a,,b,\n1,2,3,4,5,\n")
    assert [problem.value for problem in problems] == ["a", None, "b"]
    assert "column D" in problems[1].message


def test_a_column_without_header_and_values_is_dropped_and_remembered():
    table = read("a,,b,\n1,,2,\n3, ,4,\n")
    assert content(table) == (("a", "b"), [["1", "2"], ["3", "4"]])
    assert (table.unnamed, table.positions) == (("B", "D"), (1, 3))


def test_headers_that_differ_in_letter_case_are_different():
    assert read("a,A\n").headers == ("a", "A")


def test_an_unclosed_quote_is_reported_where_it_was_opened():
    (problem,) = problems_of('a,b\n1,"x\n\ny"\n1,"x\n2,y\n')
    assert (problem.line, problem.message) == (5, "a quote is opened and never closed")


def test_a_quote_opened_later_in_a_record_of_several_lines_is_reported_on_its_own_line():
    (problem,) = problems_of('a,b\n"x\ny","z\n2,3\n')
    assert problem.line == 3


def test_text_after_a_closing_quote_is_reported_where_the_quote_was_opened():
    (problem,) = problems_of('a,b\n1,"x\n2,"y"\n')
    assert problem.line == 2
    assert problem.message == "a quote opened here closes on line 3 in the middle of a field"
    (problem,) = problems_of('a,b\n1,"x" y\n')
    assert "later on this line" in problem.message


def test_ragged_lines_before_a_bad_quote_are_reported_too():
    assert [problem.line for problem in problems_of('a,b\n1\n1,"x\n')] == [2, 3]


def test_the_field_limit_is_a_mebibyte_whatever_the_csv_module_is_set_to():
    limit = csv.field_size_limit()
    most = 1024 * 1024
    for quote in ("", '"'):
        table = read(f"a,b\n1,{quote}{'x' * most}{quote}\n")
        assert len(table.column("b")[0]) == most
        (problem,) = problems_of(f"a,b\n1,{quote}{'x' * (most + 1)}{quote}\n")
        assert problem.line == 2
    assert csv.field_size_limit() == limit


def test_a_line_of_millions_of_fields_is_refused_before_it_is_split():
    for text, line in (("," * 5_000_000, 1), ("a,b\n1" + "," * 5_000_000, 2)):
        (problem,) = problems_of(text, delimiter=",")
        assert (problem.line, "fields" in problem.message) == (line, True)


def test_rows_are_limited(monkeypatch):
    monkeypatch.setattr(csv_reader, "MOST_ROWS", 3)
    assert read("a\n1\n2\n3\n").n_rows == 3
    (problem,) = problems_of("a\n1\n2\n3\n4\n")
    assert (problem.line, problem.message) == (5, "too many rows")


FIELDS = st.text(st.sampled_from("ab,;\"'\n é|\t="), max_size=6)


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(FIELDS, min_size=width, max_size=width), max_size=8)
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_is_read_back(rows, delimiter, quoting, line_end):
    width = len(rows[0]) if rows else 2
    headers = [f"h{n}" for n in range(width)]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=line_end)
    writer.writerows([headers, *rows])
    table = read(stream.getvalue(), delimiter=delimiter)
    kept = [row for row in rows if any(field.strip() for field in row)]
    assert content(table) == (tuple(headers), kept)


@given(st.binary(max_size=200) | st.text('a,;"\n\r=\t|', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(data):
    try:
        table = read(data)
    except InputError as error:
        assert all(problem.file == "list.csv" for problem in error.problems)
    else:
        assert all(len(column) == table.n_rows for column in table.columns)
