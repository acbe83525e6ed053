"""`cximpact weights` shows how far weights may go, checks statements, and lets people try them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from cximpact.cli.group import cximpact
from cximpact.exceptions import InputError

SCORECARD = """
groups: {customer: 60, business: 40}
criteria:
  ease: {weight: 50}
  calm: {weight: 30}
  trust: {weight: 20}
  cost: {weight: 1, group: business}
  risk: {weight: 1, group: business}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without statements, whose list of proposals does not even exist."""
    tmp_path.joinpath("scorecard.yaml").write_text(SCORECARD)
    tmp_path.joinpath("cximpact.yaml").write_text("scorecard: scorecard.yaml\nproposals: no.csv\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def say(folder: Path, text: str) -> None:
    with folder.joinpath("cximpact.yaml").open("a") as stream:
        stream.write(text)


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cximpact, ["weights", *words], input=typed)


def done(*words: str, typed: str | None = None) -> str:
    result = run(*words, typed=typed)
    assert result.exception is None, result.exception
    return result.output


def refused(*words: str, typed: str | None = None) -> str:
    error = run(*words, typed=typed).exception
    assert isinstance(error, InputError)
    return str(error)


def row(output: str, name: str) -> list[str]:
    """Return least, most and center of the last row of a name."""
    (*_, found) = [line.split() for line in output.splitlines() if line.split()[:1] == [name]]
    return found[1:4]


def test_without_statements_the_points_hold_give_or_take(folder: Path) -> None:
    output = done()
    assert row(output, "ease") == ["37.5%", "62.5%", "50%"]
    assert row(output, "customer") == ["50%", "70%", "60%"]
    assert "not said: anything about business criteria, customer criteria and the groups" in output


def test_statements_narrow_the_ranges(folder: Path) -> None:
    say(folder, "weighting: {statements: [ease > calm > trust]}\n")
    output = done()
    assert row(output, "ease") == ["33.3%", "100%", "61.1%"]  # rank order centroid 11/18
    assert row(output, "trust") == ["0%", "33.3%", "11.1%"]


def test_the_bar_stands_for_zero_to_one(folder: Path) -> None:
    say(folder, "weighting: {statements: [ease = 0%, calm >= 50%]}\n")
    bars = {line.split()[0]: line.split()[-1] for line in done().splitlines() if "●" in line}
    assert {len(bar) for bar in bars.values()} == {30}
    assert bars["ease"] == "●" + "·" * 29
    assert bars["trust"][:2] != "··"


def test_stakeholders_are_shown_apart_with_what_they_agree_on(folder: Path) -> None:
    say(
        folder,
        "weighting:\n  stakeholders:\n"
        "    a: {share: 3, statements: [ease <= 20%, cost >= risk]}\n"
        "    b: {statements: [ease >= 50%, cost >= 60%]}\n",
    )
    output = done()
    assert "a, 75% of the say" in output
    agreed = output.partition("all of them agree on")[2]
    assert row(agreed, "cost")[:2] == ["60%", "100%"]
    told = " ".join(agreed.split())
    assert (
        "No weights of the customer part satisfy both a and b: a: ease counts at most 20%" in told
    )


def test_comparisons_that_contradict_each_other_are_named(folder: Path) -> None:
    say(
        folder,
        "weighting:\n  statements:\n"
        "    - ahp: [[ease, calm, 9], [calm, trust, 9], [trust, ease, 9]]\n",
    )
    assert "consistency ratio" in done()


def test_a_contradiction_names_file_and_line(folder: Path) -> None:
    say(folder, "weighting:\n  statements:\n    - ease >= 60%\n    - calm >= ease\n")
    assert refused().startswith("cximpact.yaml, line 5, weighting.statements[0]")


def test_a_text_file_has_one_statement_per_line(folder: Path) -> None:
    folder.joinpath("s.txt").write_text("# mine\n\nease >= 60%\npoints: {cost: 3, risk: 1}\n")
    output = done("--from", "s.txt", "--scorecard", "scorecard.yaml")
    assert row(output, "ease")[:2] == ["60%", "100%"]
    assert row(output, "cost")[2] == "75%"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("calm >= esae", "s.txt, line 4, weighting.statements[1]: no such criterion or group"),
        ("points: {ease: 3", "s.txt, line 4"),
        ("points: {ease: 3}", "points of one alone say nothing"),
    ],
)
def test_problems_of_a_text_file_name_its_line(folder: Path, line: str, told: str) -> None:
    folder.joinpath("s.txt").write_text(f"# mine\n\nease >= 60%\n{line}\n")
    assert told in refused("--from", "s.txt")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("weighting:\n  statements:\n    - calm >= esae\n", 3),
        ("statements:\n  - calm >= esae\n", 2),
        ("- ease >= calm\n- calm >= esae\n", 2),
    ],
)
def test_a_yaml_file_may_hold_the_part_or_a_list(folder: Path, text: str, line: int) -> None:
    folder.joinpath("s.yaml").write_text(text)
    assert f"s.yaml, line {line}, weighting.statements" in refused("--from", "s.yaml")
    folder.joinpath("s.yaml").write_text(text.replace("esae", "trust"))
    assert "said: calm counts at least as much as trust" in done("--from", "s.yaml")


def test_no_workspace_is_needed_beside_a_scorecard(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "customer" in done("--scorecard", "balanced")
    assert "no cximpact.yaml in this folder" in refused()


def test_typed_statements_narrow_at_once_and_end_in_yaml(folder: Path) -> None:
    typed = "ease >= calm\n20% <= ease <= 40%\ndone\n"
    output = done("--interactive", typed=typed)
    assert "was 0% to 100%" in output
    kept = yaml.safe_load(output.partition("> done")[2])
    assert kept == {"weighting": {"statements": ["ease >= calm", "20% <= ease <= 40%"]}}


def test_what_contradicts_is_not_taken_and_told(folder: Path) -> None:
    output = done("-i", typed="ease >= 60%\ntrust >= 1%\ncalm >= ease\ndone\n")
    assert "Not taken: what was said about the customer part cannot all hold: (1) ease" in output
    assert "trust counts" not in output
    assert "calm >= ease" not in output.partition("> done")[2]


def test_undo_takes_back_the_last_statement(folder: Path) -> None:
    output = done("-i", typed="undo\nease >= 60%\nundo\nlist\ndone\n")
    assert "There is nothing to take back." in output
    assert "Taken back: ease >= 60%" in output
    assert yaml.safe_load(output.partition("> done")[2]) == {"weighting": {"statements": []}}


def test_nonsense_ends_no_conversation(folder: Path) -> None:
    typed = "what?\npoints: {ease: 3\n{}\n- x\npoints: 3\n\x1b[31m\nhelp\nease > calm\ndone\n"
    output = done("-i", typed=typed)
    assert output.count("Not taken: ") == 6
    assert "\x1b" not in output
    assert "statements: [ease > calm]" in output


def test_a_statement_that_adds_nothing_is_said_to(folder: Path) -> None:
    assert "That says nothing new" in done("-i", typed="ease >= 60%\nease >= 50%\ndone\n")


def test_the_end_of_the_input_is_the_end_of_the_conversation(folder: Path) -> None:
    assert "ease >= calm" in done("-i", typed="ease >= calm")


def test_quit_keeps_nothing(folder: Path) -> None:
    output = done("-i", "--output", "kept.yaml", typed="ease >= calm\nquit\n")
    assert "Nothing was kept." in output
    assert not folder.joinpath("kept.yaml").exists()


def test_what_was_typed_is_kept_in_a_file_that_can_be_read_again(folder: Path) -> None:
    typed = 'order: [ease, [calm, trust]]\n"cost" >= 1.5 * risk\ndone\n'
    output = done("-i", "--output", "kept.yaml", typed=typed)
    assert "weighting:" not in output
    shown = done("--from", "kept.yaml")
    assert "cost counts at least 1.5 times as much as risk" in shown
    assert row(shown, "ease")[:2] == ["33.3%", "100%"]


def test_a_voice_goes_on_from_what_it_said_and_others_stay(folder: Path) -> None:
    say(
        folder,
        "weighting:\n  within: 0.1\n  stakeholders:\n"
        "    a: {share: 2, statements: [ease >= calm]}\n    b: {statements: [cost >= risk]}\n",
    )
    assert "there are a, b" in refused("-i", typed="done\n")
    output = done("-i", "--as", "a", typed="list\ncalm >= trust\ndone\n")
    assert yaml.safe_load(output.partition("> done")[2])["weighting"] == {
        "within": 0.1,
        "stakeholders": {
            "a": {"share": 2, "statements": ["ease >= calm", "calm >= trust"]},
            "b": {"statements": ["cost >= risk"]},
        },
    }


def test_a_new_voice_beside_one_without_a_name_is_refused(folder: Path) -> None:
    say(folder, "weighting: {statements: [ease >= calm]}\n")
    assert "there is a voice without a name already" in refused("-i", "--as", "a", typed="done\n")


def test_whose_statements_goes_with_typing_them(folder: Path) -> None:
    result = run("--as", "a")
    assert result.exit_code == 2
    assert "--interactive" in result.output


def test_help_teaches_the_forms() -> None:
    output = done("--help")
    for form in ("ease >= 1.5 * calm", "points:", "ahp:", "--interactive", "20% <= ease <= 40%"):
        assert form in output
