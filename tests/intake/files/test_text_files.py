"""Bytes and text of files: what is refused, and what the report suggests."""

from __future__ import annotations

import os

import pytest

from cximpact.exceptions import InputError
from cximpact.intake.files.text_files import decode_text, read_bytes


def problem_of(action, *args, **kwargs):
    with pytest.raises(InputError) as caught:
        action(*args, **kwargs)
    (problem,) = caught.value.problems
    return problem


def test_a_missing_file_is_reported_with_the_nearest_name(tmp_path):
    (tmp_path / "scorecard.yaml").write_text("a: 1")
    problem = problem_of(read_bytes, tmp_path / "scorcard.yaml", most=10)
    assert problem.value == str(tmp_path / "scorcard.yaml")
    assert problem.hint == "did you mean 'scorecard.yaml'?"


def test_a_missing_folder_is_named(tmp_path):
    problem = problem_of(read_bytes, tmp_path / "lists" / "a.csv", most=10)
    assert problem.hint == f"there is no folder '{tmp_path / 'lists'}' either"


def test_a_folder_is_no_file(tmp_path):
    assert "folder" in problem_of(read_bytes, tmp_path, most=10).message


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "ordinary" in problem_of(read_bytes, tmp_path / "pipe.csv", most=10).message


def test_a_name_the_system_cannot_take_is_a_problem_not_a_crash(tmp_path):
    for name in ("a\0b.csv", "x" * 5000 + ".csv"):
        assert "cannot be read" in problem_of(read_bytes, tmp_path / name, most=10).message


@pytest.fixture
def ordinary_user():
    """Root may read everything, so root becomes somebody else for the test."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_an_unreadable_file_is_reported(tmp_path, request):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a")
    path.chmod(0)
    request.getfixturevalue("ordinary_user")
    assert "cannot be read" in problem_of(read_bytes, path, most=10).message


def test_a_file_at_the_limit_is_read_and_one_beyond_it_is_not(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"12345")
    assert read_bytes(path, most=5) == b"12345"
    assert "too large" in problem_of(read_bytes, path, most=4).message


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_line_ends_and_byte_order_marks_leave_no_trace(line_end, encoding):
    data = line_end.join(["é", "", "b"]).encode(encoding)
    assert decode_text(data, name="a", encoding=encoding) == "é\n\nb"


def test_a_byte_order_mark_is_accepted_in_plain_utf8():
    assert decode_text(b"\xef\xbb\xbfa", name="a") == "a"


def test_the_first_bad_byte_is_named_with_line_and_offset():
    problem = problem_of(decode_text, b"a\r\nb\rcaf\xe9\n", name="a")
    assert (problem.line, problem.value) == (3, "byte 0xE9 at offset 8")
    assert "cp1252" in problem.hint


def test_text_cut_inside_a_character_is_reported():
    assert problem_of(decode_text, "é".encode()[:1], name="a").line == 1
    assert problem_of(decode_text, b"a\0b", name="a", encoding="utf-16-le").line == 1


@pytest.mark.parametrize(
    "encoding", ["zlib", "hex", "rot13", "unicode_escape", "idna", "utf-7", "no such", "", "a\0b"]
)
def test_only_encodings_of_text_files_are_accepted(encoding):
    assert problem_of(decode_text, b"a", name="a", encoding=encoding).field == "encoding"


def test_a_misspelt_encoding_gets_a_suggestion():
    problem = problem_of(decode_text, b"a", name="a", encoding="cp1253x")
    assert "did you mean 'cp125" in problem.hint


@pytest.mark.parametrize("encoding", ["UTF-8", "utf8", "Windows-1252", "iso-8859-15", "UTF-16"])
def test_encodings_go_by_their_usual_names(encoding):
    assert decode_text("a".encode(encoding), name="a", encoding=encoding) == "a"


def test_nul_is_refused_and_wide_text_recognised():
    assert problem_of(decode_text, b"a\nb\0", name="a").line == 2
    assert "utf-16" in problem_of(decode_text, "hello".encode("utf-16-le"), name="a").hint
