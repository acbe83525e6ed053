"""`cximpact init`: what is mandatory, unknown or not counted is told, and all at once."""

from __future__ import annotations

import pytest
import yaml

from cximpact.exceptions import InputError
from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter


def _start(tmp_path, text, **options):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path, **options)
    return report, (tmp_path / "cximpact.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "word", ["mandatory", "Regulatory", "gesetzl. Pflicht", "obligatoire", "must do"]
)
def test_a_status_that_says_mandatory_is_told_with_lines_to_fill_in(tmp_path, word):
    rows = f"id;status\nA;idea\nB;{word}\nC;running\nD;{word}\nE;done\n"
    report, text = _start(tmp_path, rows)
    assert (
        f"'status' says '{word}' of B, D: they count as any other proposal until you say why and "
        "who approved that, under 'rules: mandatory' in cximpact.yaml"
    ) in report.remarks
    assert yaml.safe_load(text)["proposals"]["columns"]["status"]["values"][word] == "proposed"
    ready = '#rules:\n#  mandatory:\n#    B: {reason: "", approved_by: ""}\n#    D: {reason: "", '
    assert ready in text
    filled = text.replace("#rules:", "rules:").replace("#  mandatory:", "  mandatory:")
    filled = filled.replace(
        '#    B: {reason: "", approved_by: ""}', "    B: {reason: law, approved_by: us}"
    )
    (tmp_path / "cximpact.yaml").write_text(filled)
    assert set(read_inputs(read_spec(tmp_path)).proposals.mandates) == {"B"}


def test_a_kind_or_a_column_that_says_so_is_told_alike(tmp_path):
    rows = "id;Type;Must do\nA;Regulatory;no\n2;Project;yes\nC;Project;\n"
    report, text = _start(tmp_path, rows)
    told = [each for each in report.remarks if "rules: mandatory" in each]
    assert told == [
        "'Type' says 'Regulatory' of A, 'Must do' says 'yes' of 2: they count as any other "
        "proposal until you say why and who approved that, under 'rules: mandatory' in "
        "cximpact.yaml"
    ]
    assert (
        '#    A: {reason: "", approved_by: ""}\n#    "2": {reason: "", approved_by: ""}\n' in text
    )


def test_the_reason_beside_the_word_stands_ready_in_one_note_for_all(tmp_path):
    rows = (
        "id;status\nA;Pflicht (NIS-2)\nB;idea\nC;Pflicht: § 41a: EnWG\nD;mandatory - fire code\n"
        "E;Pflicht (obligatory)\nF;idea\nG;Pflicht (§ 7)\nH;done\n"
    )
    report, text = _start(tmp_path, rows)
    (told,) = [each for each in report.remarks if "rules: mandatory" in each]
    assert "'status' says 'Pflicht (NIS-2)' of A, " in told
    assert '#    A: {reason: "NIS-2", approved_by: ""}\n' in text
    assert '#    C: {reason: "", approved_by: ""}\n#    D: {reason: "fire code", approv' in text
    assert (
        '#    E: {reason: "", approved_by: ""}\n#    G: {reason: "§ 7", approved_by: ""}\n' in text
    )


def test_what_is_withdrawn_needs_no_reason(tmp_path):
    rows = "id;Type;status\nA;Regulatory;done\nB;Project;idea\n"
    report, text = _start(tmp_path, rows)
    assert not any("mandatory" in each for each in (*report.remarks, text))


def test_a_word_that_is_not_known_for_a_status_is_told(tmp_path):
    report, text = _start(tmp_path, "id;status\nA;Gate 2\nB;done\n")
    told = "'status': 'Gate 2' taken for proposed, as nothing is known of it: check 'status'"
    assert told in report.remarks
    assert "        Gate 2: proposed    # not known: check\n" in text


def test_the_sum_of_a_budget_says_how_many_cells_are_not_in_it(tmp_path):
    """D is withdrawn, so that its cell does not lack; a dash is no cost."""
    rows = (
        "id;status;Capex;Opex\nA;idea;100;-\nB;idea;25-30k;20\nC;idea;tbd;tbd\nD;done;~5;7\n"
        "E;idea;200;3\nF;idea;~9;1\nG;idea;300;2\nH;idea;1;1\nI;idea;1;1\nJ;idea;0;0\n"
    )
    _, text = _start(tmp_path, rows)
    capex = "#  capex: {limit: 602, where: {fund: capex}}    # all proposals: 602, without 2 cells "
    assert f"{capex}to be mended and 1 not known\n" in text
    opex = "#  opex: {limit: 28, where: {fund: opex}}    # all proposals: 28, without 1 not known\n"
    assert opex in text


def test_ids_that_are_not_there_are_told_and_the_draft_is_written(tmp_path):
    rows = "id;Cost;requires\nA;5;B\nB;6;X9\nC;7;Y\nD;~7;\n"
    report, _ = _start(tmp_path, rows)
    assert (
        "'requires' names what is no id of the list: 'X9', 'Y'; 'validate' tells the cells: mend "
        "them, or take 'requires' away"
    ) in report.remarks
    _, problems = check_inputs(read_spec(tmp_path))
    assert [(each.line, each.field) for each in problems] == [
        (3, "requires"), (4, "requires"), (5, "Cost"),
    ]  # fmt: skip


def test_what_stops_a_draft_is_told_with_all_else_that_is_to_be_mended(tmp_path):
    with pytest.raises(InputError) as caught:
        _start(tmp_path, "id;Cost;requires\nA;5;\nA;6;\nC;7;X9\nD;~7;\nE;8;\n")
    assert sorted(each.field for each in caught.value.problems) == ["Cost", "id", "requires"]


def test_a_stage_that_says_of_some_rows_that_they_are_stopped_is_the_status(tmp_path):
    """Read as no status, the one that is cancelled would be ranked with the others."""
    rows = "id;Stage;Note\nA;Discovery;a\nB;Delivery;b\nC;Cancelled;c\n"
    report, _ = _start(tmp_path, rows)
    assert ("status", "Stage") in report.guessed
    told = "'Stage': 'Delivery', 'Discovery' taken for proposed, as nothing is known of it: check "
    assert f"{told}'status'" in report.remarks
    assert read_inputs(read_spec(tmp_path)).proposals.statuses == (
        "proposed", "proposed", "withdrawn",
    )  # fmt: skip


def test_a_stage_without_such_words_is_none(tmp_path):
    report, _ = _start(tmp_path, "id;Stage\nA;Discovery\nB;Delivery\nC;Concept\n")
    assert "status" not in dict(report.guessed)


def test_remarks_on_what_must_be_done_are_no_status(tmp_path):
    report, text = _start(tmp_path, "id;Note\nA;Pflicht - NIS-2\nB;\nC;regulatory: DORA\n")
    assert dict(report.guessed) == {"id": "id"}
    assert "'Note' says 'Pflicht - NIS-2' of A, 'regulatory: DORA' of C: they count" in str(report)
    assert '#    C: {reason: "DORA", approved_by: ""}\n' in text


def test_a_status_that_denies_it_is_not_told(tmp_path):
    report, text = _start(tmp_path, "id;status\nA;not mandatory\nB;keine Pflicht\nC;done\n")
    assert not any("rules: mandatory" in each for each in report.remarks)
    assert "#rules:" not in text


def test_without_a_budget_it_is_told_that_nothing_limits_costs(tmp_path):
    told = "no budget is said, so costs limit nothing: put one under 'budgets' in cximpact.yaml"
    for folder, rows, budgets, is_told in (
        ("a", "id;Ease;Cost\nA;1;EUR 10\nB;2;EUR 20\n", (), True),
        ("b", "id;Ease;Cost\nA;1;EUR 10\nB;2;EUR 20\n", ("15",), False),
        ("c", "id;Ease\nA;1\nB;2\n", (), False),
    ):
        (tmp_path / folder).mkdir()
        report, _ = _start(tmp_path / folder, rows, budgets=budgets)
        assert (told in report.remarks) is is_told


def test_the_draft_says_what_a_unit_does_and_names_no_day_of_its_own(tmp_path):
    (tmp_path / "list.csv").write_text("id,title,Department,Ease 1-5\nA,x,IT,4\nB,y,IT,3\n")
    write_starter(tmp_path / "list.csv", tmp_path / "new")
    draft = (tmp_path / "new" / "cximpact.yaml").read_text()
    assert (
        "    unit: Department    # who rates a proposal of their own unit does not count\n" in draft
    )
    assert "#as_of: YYYY-MM-DD       # the day of the decision; left out, it is today\n" in draft
