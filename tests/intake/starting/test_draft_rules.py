"""What a list says of rules in its texts: told in the notes, and lines that lose their '#' only."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.intake.files.raw_table import RawTable
from cximpact.intake.reading import check_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.draft_rules import draft_rules
from cximpact.intake.starting.guess import Guess
from cximpact.intake.starting.starter import write_starter

LIST = """\
ID;Title;Status;FTE;Headcount;Capex;Comments;Compliance
S-1;Portal;idea;2,5;3;100;;
S-2;Kiosks;idea;1;0;50;Pflicht – Auflage der Aufsicht bis 30.9.;ADA
S-3;App;idea;;2;70;Needs portal (S-1) data;
S-4;Web;idea;3,25;1;70;Alternative to S-3? - discuss;
S-5;Old;done;9;9;70;Needs S-4;ADA
S-6;Hotline;idea;1;1;5;setzt S-1 und S-2 voraus, statt S-4;
"""
HEADS = ("#rules:", "#  mandatory:", "#  requires:", "#  excludes:", "#  capacity:")


def _start(tmp_path, text=LIST, **options):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new", **options)
    return report, (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")


def _block(text):
    """The lines of the rules that stand ready, from their head on."""
    lines = text.splitlines()
    return lines[lines.index("#rules:") :]


def _active(text, taken):
    """The draft with some of the lines of rules, and the heads above them, made active."""
    block, kept = _block(text), []
    for line in block:
        if line in HEADS:
            kept.append([line, False])
        elif not line.startswith("#  # "):
            is_taken = line in taken
            kept.append([line, is_taken])
            if is_taken:
                kept[0][1] = True
                head = max(at for at, (each, _) in enumerate(kept) if each in HEADS)
                kept[head][1] = True
    made = [line[1:] if is_active else line for line, is_active in kept]
    made = [line.replace('approved_by: ""', "approved_by: us") for line in made]
    return text.replace("\n".join(block), "\n".join(made))


def _rules(tmp_path, text):
    (tmp_path / "new" / "cximpact.yaml").write_text(text, encoding="utf-8")
    inputs, problems = check_inputs(read_spec(tmp_path / "new"))
    assert not problems
    return inputs


def test_what_texts_say_is_told_and_stands_ready(tmp_path):
    report, text = _start(tmp_path)
    assert (
        "'Comments' says 'Pflicht – Auflage der Aufsicht bis 30.9.' of S-2, 'Compliance' says "
        "'ADA' of S-2: it counts as any other proposal until you say why and who approved that, "
        "under 'rules: mandatory' in cximpact.yaml"
    ) in report.remarks
    assert (
        "'Comments' names other proposals: S-3 'Needs portal (S-1) data', S-4 'Alternative to "
        "S-3? - discuss', S-6 'setzt S-1 und S-2 voraus, statt S-4': lines for 'rules: requires' "
        "and 'excludes' stand ready in cximpact.yaml"
    ) in report.remarks
    assert report.unread == {
        "FTE": "people: 'capacity' under 'rules' stands ready",
        "Headcount": "people: 'capacity' under 'rules' stands ready",
        "Comments": "only searched for what must be done and other proposals: see the notes",
        "Compliance": "only searched for what must be done: see the notes",
    }
    assert "\n  FTE, Headcount: people: 'capacity' under 'rules' stands ready\n" in str(report)
    assert "rules" not in yaml.safe_load(text)
    # S-5 is withdrawn: nothing hangs on it, and its people are not counted.
    assert [line for line in _block(text) if not line.startswith("#  # ")] == [
        "#rules:",
        "#  mandatory:",
        '#    S-2: {reason: "Auflage der Aufsicht bis 30.9.; ADA", approved_by: ""}',
        "#  requires:",
        "#    S-3: [S-1]    # S-3: Needs portal (S-1) data",
        "#    S-6: [S-1, S-2]    # S-6: setzt S-1 und S-2 voraus, statt S-4",
        "#  excludes:",
        "#    - [S-3, S-4]    # S-4: Alternative to S-3? - discuss",
        "#    - [S-4, S-6]    # S-6: setzt S-1 und S-2 voraus, statt S-4",
        "#  capacity:",
        "#    fte: {limit: 7.75, unit: FTE, column: FTE}    # all proposals: 7.75",
        "#    headcount: {limit: 7, unit: people, column: Headcount}    # all proposals: 7",
    ]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("round")
    return folder, _start(folder)[1]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_of_the_lines_may_lose_their_sign(drafted, data):
    folder, text = drafted
    lines = [line for line in _block(text) if line not in HEADS and not line.startswith("#  # ")]
    taken = data.draw(st.sets(st.sampled_from(lines)))
    inputs = _rules(folder, _active(text, taken))
    proposals, rules = inputs.proposals, inputs.rules
    assert len(proposals.mandates) == sum("S-2: {" in line for line in taken)
    assert len(proposals.requires) == sum("S-1" in line for line in taken if ": [" in line)
    pairs = {frozenset((one, two)) for one, some in proposals.excludes.items() for two in some}
    assert len(pairs) == sum("    - [" in line for line in taken)
    assert len(rules.capacities) == sum("limit" in line for line in taken)


def test_the_whole_block_may_lose_its_signs_at_once(drafted):
    folder, text = drafted
    block = "\n".join(_block(text))
    bare = "\n".join(line[1:] for line in block.splitlines()).replace('by: ""', "by: us")
    inputs = _rules(folder, text.replace(block, bare))
    assert inputs.proposals.mandates["S-2"].reason == "Auflage der Aufsicht bis 30.9.; ADA"
    assert inputs.proposals.requires == {"S-3": ("S-1",), "S-6": ("S-1", "S-2")}
    assert {each.id: each.limit for each in inputs.rules.capacities} == {
        "fte": Decimal("7.75"), "headcount": Decimal(7),
    }  # fmt: skip


def test_numbers_for_ids_in_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    rows = [
        ("Nr.", "Projekt", "Kosten", "Owner", "Bemerkung"),
        (3, "Netz", 100, "Ada", "Pflicht – Auflage Bundesnetzagentur bis 30.09."),
        (4, "Portal", 50, "Ben", None),
        (5, "App", 70, "Cem", "setzt Nr. 4 voraus"),
        (6, "Chat", 70, "Dee", "4 Leute, 5 Tage"),
    ]
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    report = write_starter(tmp_path / "list.xlsx", tmp_path / "new")
    assert report.unread == {
        "Owner": "nothing takes it",
        "Bemerkung": "only searched for what must be done and other proposals: see the notes",
    }
    text = (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")
    assert '#    "3": {reason: "Auflage Bundesnetzagentur bis 30.09.", approved_by: ""}\n' in text
    assert '#    "5": ["4"]    # 5: setzt Nr. 4 voraus\n' in text
    made = _active(text, [line for line in _block(text) if line not in HEADS])
    assert _rules(tmp_path, made).proposals.requires == {"5": ("4",)}


def test_long_texts_are_cut_in_the_note_and_many_are_counted(tmp_path):
    rows = "".join(f"S-{at};Pflicht: {'x' * 300}{at};needs S-0, {'y' * 300}\n" for at in range(9))
    report, text = _start(tmp_path, f"id;Note;Remark\n{rows}")
    (must,) = [each for each in report.remarks if "rules: mandatory" in each]
    (link,) = [each for each in report.remarks if "names other proposals" in each]
    assert f"'Pflicht: {'x' * 30}…' of S-0, " in must
    assert " and the like of 6 more: they count" in must
    assert " and 5 more: lines for 'rules: requires' stand ready" in link
    assert len(must) < 450
    assert len(link) < 300
    assert f"#    S-0: {{reason: {'x' * 199}…" not in text
    assert f'#    S-0: {{reason: "{"x" * 199}…", approved_by: ""}}\n' in text


def test_a_column_that_is_read_says_it_once(tmp_path):
    """Of the requirement that the list states in a column, no second line is drafted."""
    rows = "id;Requires;Note\nA-1;;\nA-2;A-1;needs A-1\nA-3;A-1;needs A-2\n"
    report, text = _start(tmp_path, rows)
    assert ("requires", "Requires") in report.guessed
    assert [line for line in _block(text) if ": [" in line] == [
        "#    A-3: [A-2]    # A-3: needs A-2"
    ]


def test_a_choice_is_told_and_nothing_drafted(tmp_path):
    report, text = _start(tmp_path, "id;Note\nA-1;\nA-2;\nA-3;needs A-1 or A-2\n")
    assert (
        "'Note' names other proposals: A-3 'needs A-1 or A-2': where one of several would do, "
        "state one under 'rules: requires' in cximpact.yaml"
    ) in report.remarks
    assert "#rules:" not in text


def test_a_header_may_say_how_ids_below_it_are_meant(tmp_path):
    """Not all cells are ids, so that the column is not read as a whole."""
    _, text = _start(tmp_path, "id;Alternative to\nA-1;\nA-2;A-1\nA-3;ask Bo\n")
    assert "#    - [A-1, A-2]    # A-2: A-1\n" in text


def test_without_such_texts_nothing_is_told_or_drafted(tmp_path):
    report, text = _start(tmp_path, "id;Note\nA-1;nice\nA-2;see A-1\n")
    assert report.unread == {"Note": "nothing takes it"}
    assert "#rules:" not in text


HOSTILE = (
    "line\nbreak\r\n# comment\n- item",
    "\x1b[31mred\x1b[0m \u202e \u2028 \x85",
    "quote \" and ' and \\ and #hash: {a: [b, *c], &d, !!python/object}",
    '=HYPERLINK("http://x")',
    "%YAML 1.2 --- ... | > @ ` ~ null",
    "z" * 100_000,
)


@pytest.mark.parametrize("cell", HOSTILE)
def test_hostile_texts_stay_data(tmp_path, cell):
    header = f"FTE {cell[:40].replace('%', '')}"
    unusable = cell[:300].replace("\r", "")
    rows = [
        {"id": "A-1", "Note": f"Pflicht: {cell}", "Law": "", header: 1.5, "Cost": 5},
        {"id": f"A {unusable}", "Note": f"needs A-1 {cell}", "Law": "", header: 2, "Cost": 6},
        {"id": "A-3", "Note": f"instead of A-1 {cell}", "Law": cell, header: 3, "Cost": 7},
        {"id": "A-4", "Note": "", "Law": "", header: 3, "Cost": 7},
    ]
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    report = write_starter(path, tmp_path / "new")
    assert all(each.isprintable() for each in str(report).splitlines())
    assert max(map(len, report.remarks)) < 900
    text = (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")
    assert "rules" not in yaml.safe_load(text)
    made = _active(text, [line for line in _block(text) if line not in HEADS])
    said = yaml.safe_load(made)["rules"]
    reason = said["mandatory"]["A-1"]["reason"]
    assert reason.rstrip("…") in f"Pflicht: {cell}"
    assert said["capacity"][next(iter(said["capacity"]))]["column"] == header.strip()
    assert ["A-1", "A-3"] in said["excludes"]
    inputs = _rules(tmp_path, made)
    assert len(inputs.rules.capacities) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), min_size=1, max_size=4
    )
)
def test_any_texts_leave_a_draft_that_loads(tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("any")
    rows = [
        {"id": f"A-{at}", "Note": f"Pflicht - {cell}, needs A-0 {cell}", "FTE": at}
        for at, cell in enumerate(["", *cells])
    ]
    (folder / "list.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    write_starter(folder / "list.jsonl", folder / "new")
    text = (folder / "new" / "cximpact.yaml").read_text("utf-8")
    taken = [line for line in _block(text) if line not in HEADS]
    made = _active(text, taken).replace('reason: ""', "reason: law")
    inputs = _rules(folder, made)
    assert len(inputs.rules.capacities) == 1
    for found in (inputs.proposals.mandates, inputs.proposals.requires):
        assert set(found) <= {f"A-{at}" for at in range(len(cells) + 1)}


def _rows(count):
    """A list of so many rows that all say something of rules, and what is read of it."""
    ids = [f"S-{at}" for at in range(count)]
    notes = [f"Pflicht – Auflage {at}, setzt S-{at // 2} voraus" for at in range(count)]
    headers = ("id", "FTE", "Note", "Law")
    columns = (ids, [at % 7 for at in range(count)], notes, [""] * count)
    proposals = SimpleNamespace(ids=tuple(ids), titles=("",) * len(ids), requires={}, excludes={})
    return RawTable("list", headers, columns, range(count)), SimpleNamespace(proposals=proposals)


def test_fifty_thousand_rows_take_about_linear_time():
    """Four times the rows in at most eight times the time, and few lines of each kind."""
    taken = []
    for count in (12_500, 50_000):
        table, inputs = _rows(count)
        start = time.process_time()
        rules = draft_rules(
            table, Guess({"id": "id"}), inputs, ["Note", "Law"], set(inputs.proposals.ids)
        )
        told, lines = rules.told(), rules.lines()
        taken.append(time.process_time() - start)
    assert taken[1] < 8 * taken[0]
    assert max(map(len, told)) < 500
    assert len(lines) < 250
    assert "#    # and 49,900 more" in lines


def test_texts_that_name_others_in_other_words_are_told_too(tmp_path):
    """What they hang on is not known, and nothing stands ready for it."""
    rows = (
        "id;Ease;Remarks\nA-1;1;needs A-2 first\nA-2;2;\nA-3;-1;A-2 should be there before\n"
        "A-4;2;together with the team of A-1\n"
    )
    report, text = _start(tmp_path, rows)
    assert (
        "'Remarks' names other proposals: A-1 'needs A-2 first': lines for 'rules: requires' stand "
        "ready in cximpact.yaml"
    ) in report.remarks
    assert (
        "'Remarks' names other proposals in other words: A-3 'A-2 should be there before', A-4 "
        "'together with the team of A-1': if one needs the other or shuts it out, say so under "
        "'rules: requires' or 'excludes' in cximpact.yaml"
    ) in report.remarks
    assert "A-3" not in text.partition("#rules:")[2]
    assert report.unread == {"Remarks": "only searched for other proposals: see the notes"}
