"""Every file made to do harm is refused at once, with one clear report."""

from __future__ import annotations

import time

import pytest

from cximpact.exceptions import InputError
from cximpact.intake.files.documents import read_document
from cximpact.intake.files.tables import read_table


def _read(path):
    is_document = path.suffix in {".yaml", ".json"}
    return read_document(path) if is_document else read_table(path)


def test_a_hostile_file_is_refused_within_two_seconds_by_name(hostile_file, tmp_path):
    path = hostile_file(tmp_path)
    start = time.process_time()  # other work on the machine does not count
    with pytest.raises(InputError) as caught:
        _read(path)
    assert time.process_time() - start < 2
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.file == path.name
        assert problem.message
    assert len(str(caught.value)) < 20_000


def _reports(hostile_files, name, folder):
    with pytest.raises(InputError) as caught:
        _read(hostile_files[name](folder))
    return caught.value.problems


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("yaml_alias_bomb", "alias"),
        ("yaml_merge_nest", "merge key"),
        ("yaml_merge_inline", "merge key"),
        ("yaml_50000_brackets", "too deeply"),
        ("yaml_50000_braces", "too deeply"),
        ("yaml_50000_dashes", "too deeply"),
        ("yaml_python_object", "tag"),
        ("yaml_binary", "tag"),
        ("yaml_200000_nodes", "too many values"),
        ("yaml_overflow", "too large"),
        ("yaml_utf16", "UTF-16"),
        ("json_nan", "not a finite number"),
        ("json_huge_exponent", "exponent"),
        ("json_50000_brackets", "too deeply"),
        ("json_200000_nodes", "too many values"),
        ("csv_duplicate_header", "one name"),
        ("csv_nul", "NUL"),
        ("csv_is_a_zip", "zip"),
        ("csv_utf16_unstated", "UTF-16"),
        ("xlsx_bomb", "compressed more highly"),
        ("xlsx_bomb_elsewhere", "compressed more highly"),
        ("xlsx_doctype", "DOCTYPE"),
        ("xlsx_doctype_utf16", "DOCTYPE"),
        ("xlsx_doctype_utf16_without_mark", "DOCTYPE"),
        ("xlsx_doctype_elsewhere", "DOCTYPE"),
        ("xlsx_far_corner", "span 60,000 rows and 16,384 columns"),
        ("xlsx_hidden_far_corner", "span 60,000 rows and 16,384 columns"),
        ("xlsx_beyond_last_row", "beyond the last row"),
        ("xlsx_case_variant", "letter case"),
        ("xlsx_parent_folder", "unsafe name"),
        ("xlsx_absolute_name", "unsafe name"),
        ("xlsx_3000_parts", "too many parts"),
        ("xlsx_size_understated", "stated size"),
        ("xlsx_size_overstated", "stated size"),
        ("xlsx_locked", "locked"),
        ("xlsx_overlapping", "overlap"),
        ("xlsx_cut_short", "cut short"),
        ("xlsx_is_xls", ".xls"),
    ],
)
def test_the_report_names_what_is_wrong(hostile_files, tmp_path, name, words):
    problems = _reports(hostile_files, name, tmp_path)
    assert any(words in problem.message for problem in problems), problems


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("yaml_duplicate_key", 3),
        ("yaml_two_documents", 2),
        ("csv_unclosed_quote", 2),
        ("csv_swallowed_rows", 2),
        ("csv_not_utf8", 3),
        ("csv_nul", 2),
        ("csv_duplicate_header", 1),
    ],
)
def test_the_report_names_the_line(hostile_files, tmp_path, name, line):
    assert [problem.line for problem in _reports(hostile_files, name, tmp_path)] == [line]


def test_all_ragged_lines_are_named(hostile_files, tmp_path):
    problems = _reports(hostile_files, "csv_ragged", tmp_path)
    assert [problem.line for problem in problems] == [3, 4]
