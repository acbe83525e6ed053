"""The list of proposals: who takes part, what each says, and what is wrong, at its place."""

from __future__ import annotations

import pytest

from cximpact.model.proposal import Mandate, SetAside

BASE = "scorecard: scorecard.yaml\nproposals: list.csv\n"


def test_proposals_are_sorted_by_id_and_ids_are_text(read):
    found = read(BASE, list_csv="id,title\nNULL,b\nNA,a\n117,c\n").sound
    assert found.proposals.ids == ("117", "NA", "NULL")
    assert found.proposals.titles == ("c", "a", "b")


def test_a_number_of_a_workbook_is_the_same_id_as_its_text(tmp_path):
    import pandas as pd

    from cximpact.intake.reading import read_inputs
    from cximpact.intake.spec import spec_from_keywords

    frame = pd.DataFrame({"id": [117.0, None], "ease": [1, 2]})
    spec = spec_from_keywords(proposals=frame.head(1), weights={"ease": 1})
    assert read_inputs(spec).proposals.ids == ("117",)


def test_every_field_of_the_list_arrives(read):
    found = read(
        """
        scorecard: scorecard.yaml
        proposals:
          path: list.csv
          columns:
            id: ID
            title: Name
            status: {column: State, values: {Running: committed}}
            mandatory: Must
            mandatory_reason: Why
            mandatory_approved_by: Who
        """,
        list_csv="""
        ID,Name,unit,State,kind,reach,statement,outcomes,mitigation,confirmed_by,Must,Why,Who,forced_out,requires,excludes,effects
        A,One,risk,Running,policy,60%,You wait less,o,m,sales,yes,law,board,court,"B; C",B,
        B,Two,,,,,,,,,no,,,,,,none
        C,Three,,withdrawn,,,,,,,,,,,,,
        """,
    ).sound.proposals
    one = found.one(0)
    assert one.statement == "You wait less"
    assert (one.title, one.unit, one.kind, one.reach) == ("One", "risk", "policy", 0.6)
    assert (one.outcomes, one.mitigation, one.confirmed_by) == ("o", "m", "sales")
    assert one.mandate == Mandate("law", "board")
    assert (one.forced_out, one.requires, one.excludes) == ("court", ("B", "C"), ("B",))
    assert found.statuses == ("committed", "proposed", "withdrawn")
    assert found.one(1).states_no_effects
    assert found.one(1).reach is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("id,status\nA,started\n",
         "list.csv, line 2, status: not a status (found 'started'); expected one of proposed, "
         "committed, withdrawn; say below 'values' what it counts as: "
         "status: {column: ..., values: {\"started\": committed}}"),
        ("id,status\nA,comitted\n",
         "list.csv, line 2, status: not a status (found 'comitted'); expected one of proposed, "
         "committed, withdrawn; did you mean 'committed'?"),
        ("id,reach\nA,60\n",
         "list.csv, line 2, reach: not a share (found '60'); "
         "expected a number from 0 to 1, or a percentage; write 60%"),
        ("id,title\nA,x\nB,y\nA,z\n",
         "list.csv, line 4, id: the id stands twice; first in line 2 (found 'A'); "
         "give one of them another id, or delete it"),
        ("id,title\nA,x\nB,y\nA,x\n",
         "list.csv, line 4, id: the id stands twice; first in line 2 (found 'A'); "
         "both rows hold the same: delete one"),
        ("id,title\n,x\n", "list.csv, line 2, id: no id; "
         "expected text or a number that no other row has; if such rows are no "
         "proposals, set them aside: set_aside: [{when: {\"id\": \"\"}, reason: no id}]"),
        ("id,requires\nA,B1\nB,\n",
         "list.csv, line 2, requires: no such proposal (found 'B1'); did you mean 'B'?"),
        ("id,requires\nA,A\n", "list.csv, line 2, requires: a proposal names itself (found 'A')"),
        ("id,effects\nA,some\n",
         "list.csv, line 2, effects: not a statement on effects (found 'some'); expected none, "
         "or an empty cell; effects on touchpoints go into a table of their own, named by "
         "'effects:'"),
        ("id,mandatory\nA,maybe\n",
         "list.csv, line 2, mandatory: neither yes nor no (found 'maybe'); expected yes or no; "
         "translate it with 'values'"),
        ("name\nA\n",
         "list.csv, line 1, id: no column says 'id'; expected a column headed 'id', or "
         "'id: <your header>' under columns"),
        ("id,ease\nA,excellent\n",
         "list.csv, line 2, ease: not a level (found 'excellent'); "
         "expected one of worse, same, better; if it means that nothing is known: "
         "missing: [excellent]"),
        ("id,speed\nA,9\n",
         "list.csv, line 2, speed: not on the scale (found '9'); expected one of -3, -2, -1, 0, "
         "1, 2, 3; if the list has a scale of its own, name it: {column: ..., scale: [1, 3, 5]}"),
        ("id,cost\nA,-5\n",
         "list.csv, line 2, cost: a negative cost (found '-5'); expected 0 or more; "
         "if it is meant, say 'negative: allowed' for the column"),
        ("id,cost\nA,tbd\n",
         "list.csv, line 2, cost: not an amount (found 'tbd'); expected a number, perhaps with a "
         "currency, such as EUR 1200.50; if it means that nothing is known: missing: [tbd]"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_cell(read, rows, expected):
    assert expected in read(BASE, list_csv=rows).texts


def test_a_header_that_is_not_there_is_told_where_it_is_named(read):
    workspace = "scorecard: scorecard.yaml\nproposals:\n  path: list.csv\n  columns: {id: IDD}\n"
    assert read(workspace, list_csv="ID\nA\n").texts == [
        "cximpact.yaml, line 4, proposals.columns.id: no such column in list.csv (found 'IDD'); "
        "did you mean 'ID'?"
    ]


def test_rows_are_filtered_and_set_aside_with_reasons(read):
    found = read(
        """
        scorecard: scorecard.yaml
        proposals:
          path: list.csv
          where: {type: {one_of: [Project, Spend]}}
          set_aside:
            - {when: {amount: {at_most: 0}}, reason: asks for no money}
            - {when: {title: {contains: test}}, reason: a test}
        costs: costs.csv
        """,
        list_csv="id,type,amount,title\nA,Project,5,x\nB,Other,5,x\nC,Spend,0,test\nD,Spend,1,TEST\n",
        costs_csv="proposal,amount\nA,5\nB,6\nC,7\n",
    ).sound
    assert found.proposals.ids == ("A",)
    assert found.set_aside == (
        SetAside("proposals", "they do not match 'where'", 1, "list.csv", ("B",)),
        SetAside("proposals", "asks for no money", 1, "list.csv", ("C",)),
        SetAside("proposals", "a test", 1, "list.csv", ("D",)),
        SetAside("rows of costs", "their proposal was set aside", 2, "costs.csv"),
    )
    assert [line.proposal for line in found.costs] == ["A"]
    assert found.not_used == ()


def test_unused_columns_are_listed_once_and_tested_ones_are_used(read):
    found = read(BASE, list_csv="id,Remark,Owner\nA,x,y\n").sound
    assert found.not_used == (("list.csv", "Remark"), ("list.csv", "Owner"))


def test_mandatory_without_reason_or_approver_is_ordinary_and_noted(read):
    found = read(BASE, list_csv="id,mandatory,mandatory_reason\nA,yes,law\n").sound
    assert found.proposals.mandates == {}
    assert [str(note) for note in found.notes] == [
        "list.csv, line 2: 'A' is called mandatory without a reason and who approved it, so it is "
        "treated as an ordinary proposal; give both, in the workspace (rules: {mandatory: {A: "
        "{reason: ..., approved_by: ...}}}) or in columns of the list: mandatory_reason and "
        "mandatory_approved_by"
    ]


def test_several_such_are_one_note(read):
    rows = "".join(f"P{at},yes\n" for at in range(7))
    (note,) = read(BASE, list_csv=f"id,mandatory\n{rows}").sound.notes
    assert str(note).startswith(
        "list.csv: 7 are called mandatory without a reason and who approved it, so they are "
        "treated as ordinary proposals: 'P0', 'P1', 'P2', 'P3', 'P4' and 2 more; give both, "
    )


def test_a_mandate_may_be_completed_by_a_rule(read):
    rules = "rules: {mandatory: {A: {reason: law, approved_by: board}}}\n"
    found = read(BASE + rules, list_csv="id,mandatory\nA,yes\n").sound
    assert (list(found.proposals.mandates), found.notes) == (["A"], ())


def test_an_id_with_spaces_is_recognised_where_others_name_it(read):
    found = read(BASE, list_csv="id,requires\nNew shop,\nA,New shop\nB,A New\nNew,\n").sound
    assert found.proposals.requires == {"A": ("New shop",), "B": ("A", "New")}


def test_requiring_what_was_set_aside_is_a_problem(read):
    workspace = (
        "scorecard: scorecard.yaml\nproposals:\n  path: list.csv\n"
        "  set_aside: [{when: {id: B}, reason: not now}]\n"
    )
    assert read(workspace, list_csv="id,requires\nA,B\nB,\n").texts == [
        "list.csv, line 2, requires: requires a proposal that was set aside (found 'B'); "
        "let it take part, or take the requirement away"
    ]


def test_rows_may_stand_in_the_workspace_itself(read):
    found = read(
        """
        scorecard: scorecard.yaml
        proposals:
          rows:
            - {id: A, speed: 3}
            - {id: 7, speed: x}
        """
    )
    assert found.texts == [
        "cximpact.yaml, line 5, speed: not a level (found 'x'); "
        "expected one of -3, -2, -1, 0, 1, 2, 3; if it means that nothing is known: missing: [x]"
    ]


def test_many_mistakes_of_one_kind_are_counted_and_the_report_stays_readable(read):
    """Numbers, as each is mended where it stands; a word is told once for all rows."""
    rows = "".join(f"P{n},9\n" for n in range(5000))
    found = read(BASE, list_csv=f"id,speed\n{rows}")
    assert len(found.texts) == 21
    assert "and 4,980 more of this kind" in found.texts[-1]


def test_mistakes_of_all_files_are_told_at_once(read):
    found = read(
        "scorecard: scorecard.yaml\nproposals: list.csv\ncosts: costs.csv\neffects: none.csv\n"
        "budgets: {a: tbd}\nas_of: 2026-02-30\n",
        list_csv="id,reach\nA,9\n",
        costs_csv="proposal,amount\nA,x\n",
        scorecard_yaml="criteria: {a: {weight: -1}}\n",
    )
    files = {problem.file for problem in found.problems}
    assert files == {"list.csv", "costs.csv", "none.csv", "cximpact.yaml", "scorecard.yaml"}
    assert found.inputs is None


def test_a_workspace_without_list_or_scorecard_says_so(read):
    assert read("title: x\n").texts == [
        "cximpact.yaml, line 1, proposals: no proposals are named; "
        "expected a path, or a mapping with a path and columns",
        "cximpact.yaml, line 1, scorecard: no scorecard is named; "
        "expected a path, or a shipped name: customer, balanced or journey",
    ]
