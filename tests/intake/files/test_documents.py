"""YAML and JSON documents: values by the YAML 1.2 core schema, lines, and refusals."""

from __future__ import annotations

import json
import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InputError
from cximpact.intake.files.documents import parse_document, read_document
from cximpact.intake.files.json_reader import parse_json


def yaml_data(text):
    return parse_document(text, suffix=".yaml", name="a.yaml").data


def problems_of(text, suffix=".yaml"):
    with pytest.raises(InputError) as caught:
        parse_document(text, suffix=suffix, name="a")
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("true", True),
        ("False", False),
        ("NO", "NO"),
        ("on", "on"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("2026-03-01", "2026-03-01"),
        ("0b1", "0b1"),
        ("0o14", 12),
        ("0x1F", 31),
        ("014", 14),
        ("-7", -7),
        ("+7", 7),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-.5E-1", -0.05),
        ("1.2.3", "1.2.3"),
        ("-", [None]),
        (".", "."),
        ("'1'", "1"),
        ('"true"', "true"),
        ("12,5", "12,5"),
        ("5 %", "5 %"),
        ("EUR 2000000", "EUR 2000000"),
        ("= 1", "= 1"),
        ("1000000000000000000", 10**18),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(text, value):
    found = yaml_data(f"a: {text}") if text != "-" else {"a": yaml_data(text)}
    assert found == {"a": value}
    assert type(found["a"]) is type(value)


def test_keys_are_text_whatever_they_look_like():
    assert yaml_data("1: a\ntrue: b\n2026-03-01: c\nNO: d\n'<<': e\n") == {
        "1": "a",
        "true": "b",
        "2026-03-01": "c",
        "NO": "d",
        "<<": "e",
    }


def test_keys_that_become_equal_text_are_duplicates():
    (problem,) = problems_of("1: a\n'1': b\n")
    assert (problem.line, problem.field, problem.hint) == (2, "1", "on line 1 already")


def test_all_problems_of_a_document_are_reported_at_once():
    text = "a: &x 1\nb: *x\nc: !t 2\na: 3\nd: .inf\nl: [1, {k: 1, k: 2}]\n<<: {z: 1}\n[1]: 2\n: 3\n"
    assert sorted({problem.line for problem in problems_of(text)}) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_many_problems_of_one_kind_are_counted_not_listed():
    problems = problems_of("\n".join(f"a{n}: &x{n} 1" for n in range(100)))
    assert len(problems) == 21
    assert "80 more" in problems[-1].message


def test_an_alias_as_key_is_refused():
    assert {problem.line for problem in problems_of("a: &x k\n*x : 1\nb: 2\n")} == {1, 2}


@pytest.mark.parametrize("levels", [64, 65])
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_64_levels_are_read_and_65_are_not(levels, suffix):
    text = "[" * levels + "]" * levels
    if levels == 64:
        assert parse_document(text, suffix=suffix, name="a").data is not None
    else:
        assert "too deeply" in problems_of(text, suffix)[0].message


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_100000_nodes_are_read_and_one_more_is_not(suffix):
    text = "[" + ",".join(["1"] * 99_999)
    assert len(parse_document(text + "]", suffix=suffix, name="a").data) == 99_999
    assert "too many values" in problems_of(text + ",1]", suffix)[0].message


def test_other_versions_of_yaml_are_refused_since_they_read_words_differently():
    assert yaml_data("%YAML 1.2\n---\na: NO\n") == {"a": "NO"}
    (problem,) = problems_of("%YAML 1.1\n---\na: NO\n")
    assert problem.value == "1.1"


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: b: c\n", 1, "quotes"),
        ("a:\n\tb: 1\n", 2, "tabs"),
        ("a: 'x\n", 2, None),
        ("a: @x\n", 1, "quotes"),
        ("a: [1, 2\nb: 3\n", 2, None),
        ("a: \x07\n", 1, None),
    ],
)
def test_broken_yaml_is_reported_with_its_line(text, line, hint):
    (problem,) = problems_of(text)
    assert problem.line == line
    assert hint is None or hint in problem.hint


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('{"a": 1,}', 1, "remove the ','"),
        ("[1,\n2,\n]", 3, "remove the ','"),
        ("{'a': 1}", 1, "double quotes"),
        ('{"a": 1 // x\n}', 1, "comments"),
        ('{"a": None}', 1, "null"),
        ('{"a": "x\ny"}', 1, "end of line"),
        ('{"a": 01}', 1, None),
        ('{"a": .5}', 1, None),
        ('{"a": +1}', 1, None),
        ('{"a" 1}', 1, None),
        ('{"a": 1} x', 1, None),
        ("{a: 1}", 1, None),
        ("", 1, None),
        ("[1 2]", 1, None),
        ('{"a": 1', 1, None),
        ('["\\x"]', 1, None),
    ],
)
def test_broken_json_is_reported_with_its_line(text, line, hint):
    problem = problems_of(text, ".json")[-1]
    assert (problem.message, problem.line) == ("not valid JSON", line)
    assert hint is None or hint in problem.hint


def test_all_problems_of_a_json_document_are_reported_at_once():
    text = '{"a": 1,\n"a": 2,\n"b": [NaN,\n1e999],\n"c": {"d": "\\ud800",\n"d": -Infinity}}'
    found = [(problem.line, problem.field) for problem in problems_of(text, ".json")]
    assert found == [(2, "a"), (3, "b[0]"), (4, "b[1]"), (5, "c.d"), (6, "c.d"), (6, "c.d")]


YAML_LINES = """\
# comment
criteria:
  ease:
    weight: 40
  cost: {weight: 60}
effects:
  - touchpoint: a
    change: improves
  -
    touchpoint: b
note: |
  text
"""
JSON_LINES = """\

{
 "criteria": {
  "ease":
   {"weight": 40}, "cost":
   {"weight": 60}},
 "effects": [
  {"touchpoint": "a",
   "change": "improves"},
  {"touchpoint": "b"}]}
"""


@pytest.mark.parametrize(
    ("suffix", "text", "path", "line", "key_line"),
    [
        (".yaml", YAML_LINES, ("criteria",), 3, 2),
        (".yaml", YAML_LINES, ("criteria", "ease", "weight"), 4, 4),
        (".yaml", YAML_LINES, ("criteria", "cost", "weight"), 5, 5),
        (".yaml", YAML_LINES, ("effects", 0, "change"), 8, 8),
        (".yaml", YAML_LINES, ("effects", 1), 10, 10),
        (".yaml", YAML_LINES, ("note",), 11, 11),
        (".yaml", YAML_LINES, ("criteria", "ease", "anchors"), 3, 3),
        (".yaml", YAML_LINES, ("effects", 7, "change"), 6, 6),
        (".json", JSON_LINES, ("criteria", "ease"), 5, 4),
        (".json", JSON_LINES, ("criteria", "cost", "weight"), 6, 6),
        (".json", JSON_LINES, ("effects", 1, "touchpoint"), 10, 10),
        (".json", JSON_LINES, ("effects", 1, "change"), 10, 10),
        (".json", JSON_LINES, (), 2, 2),
    ],
)
def test_lines_are_those_of_values_and_keys_or_of_the_nearest_parent(
    suffix, text, path, line, key_line
):
    document = parse_document(text, suffix=suffix, name="a")
    assert (document.line(path), document.key_line(path)) == (line, key_line)


def test_numbers_are_remembered_as_they_were_written():
    document = parse_document("a: 1.10\nb: 007\nc: text\nd: ~\n", suffix=".yaml", name="a")
    written = [document.written((key,)) for key in "abcd"]
    assert written == ["1.10", "007", None, "~"]
    assert parse_document("[1.10]", suffix=".json", name="a").written((0,)) == "1.10"


def test_a_document_is_read_by_the_ending_of_its_file(tmp_path):
    for name in ("a.yaml", "a.YML", "a.json"):
        path = tmp_path / name
        path.write_bytes(b'\xef\xbb\xbf{"a":\r\n "\xc3\xa9"}')
        document = read_document(path)
        assert (document.name, document.data, document.line(("a",))) == (name, {"a": "é"}, 2)


def test_another_ending_is_refused_with_those_accepted(tmp_path):
    with pytest.raises(InputError, match=r"ending in \.yaml, \.yml or \.json"):
        read_document(tmp_path / "a.toml")


def test_a_document_has_at_most_16_mebibytes(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * (16 * 1024 * 1024 + 1))
    with pytest.raises(InputError, match="at most 16 MiB"):
        read_document(path, name="shown.yaml")


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
NUMBERS = st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(bool), inner, max_size=4)
    ),
    max_leaves=20,
)


def same(left, right):
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=0, abs_tol=0)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right


@given(TREES, st.sampled_from([None, 0, 2]))
def test_what_json_writes_is_read_back(tree, indent):
    found, _ = parse_json(json.dumps(tree, indent=indent), name="a")
    assert same(found, tree)


@given(TREES, st.booleans())
def test_what_a_yaml_1_2_writer_writes_is_read_back(tree, flow):
    """JSON is YAML 1.2, so text written as JSON is the writer; PyYAML itself writes YAML 1.1."""
    text = json.dumps(tree, ensure_ascii=False, indent=None if flow else 1)
    assert same(yaml_data(text), tree)


@given(st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3), max_leaves=9))
def test_quoted_text_survives_pyyaml(tree):
    text = yaml.safe_dump({"a": tree}, default_style='"', allow_unicode=True)
    assert yaml_data(text) == {"a": tree} or "!!" in text


@given(st.text(max_size=60) | st.text("{}[]:,-?&*!|>'\"#% \n\ta1.", max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    for suffix in (".yaml", ".json"):
        try:
            parse_document(text, suffix=suffix, name="a")
        except InputError as error:
            assert error.problems


@given(st.text('{}[]:,"\\ \n01.eE-+NaInfity' + "tru", max_size=40))
def test_what_is_accepted_as_json_is_what_the_standard_parser_reads(text):
    try:
        found, _ = parse_json(text, name="a")
    except InputError:
        return
    assert same(found, json.loads(text))
