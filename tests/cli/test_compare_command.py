"""`cximpact compare` tells what moved in every format, and refuses what is no evaluation."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cximpact
from cximpact.cli.group import cximpact as commands


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two rounds: letters became harder, so that form, which did not move, comes before it."""
    folder = tmp_path_factory.mktemp("rounds")
    found = []
    for name, ease in (("one", 3), ("other", 1)):
        rows = [
            {"id": "form", "ease": 2, "cost": "EUR 10"},
            {"id": "letters", "ease": ease, "cost": "EUR 10"},
        ]
        made = cximpact.evaluate(
            proposals=rows,
            weights={"ease": 1},
            budgets={"all": "EUR 10"},
            as_of="2026-03-01",
            draws=0,
        )
        found.append(str(made.save(folder / name)))
    return found


def run(*arguments: str) -> Result:
    # Through the group: a command keeps the options for help that it was first run with.
    return CliRunner().invoke(commands, ["compare", *arguments])


def test_the_answer_comes_first_and_the_cause_of_each_action_last(rounds: list[str]) -> None:
    done = run(*rounds)
    assert done.exit_code == 0, done.output
    assert "form: Was defer, is now approve, with the new proposals, because others moved." in (
        done.output
    )
    assert "letters: Was approve, is now defer, with the new proposals, by its own figures." in (
        done.output
    )
    assert done.output.splitlines()[0].startswith("Of 2 proposals in both, 2 changed action;")


def test_those_that_the_weights_alone_moved_are_counted_not_told(tmp_path: Path) -> None:
    """Ease from 50 % to 60 %: a +50 to +60, b +50 to +40, d stays at a third whatever weighs.

    c has 1 and then 2 of 3 on both: a third more by its answers.
    """
    rounds = []
    for name, ease, answer in (("one", 50, 1), ("other", 60, 2)):
        made = cximpact.evaluate(
            proposals=[
                {"id": "a", "ease": 3, "trust": 0},
                {"id": "b", "ease": 0, "trust": 3},
                {"id": "c", "ease": answer, "trust": answer},
                {"id": "d", "ease": 1, "trust": 1},
            ],
            weights={"ease": ease, "trust": 100 - ease},
            as_of="2026-03-01",
            draws=0,
        )
        rounds.append(str(made.save(tmp_path / name)))
    lines = run(*rounds).output.splitlines()
    assert lines[0].startswith("Of 4 proposals in both, 0 changed action; 0 new, 0 gone.")
    assert "c: Value +33 before, +67 now: ratings and amounts +33." in lines
    assert "2 more moved by the weights alone." in lines
    assert not [line for line in lines if line.startswith(("a: ", "b: ", "d: "))]
    told = json.loads(run(*rounds, "--format", "json").output)["sentences"]
    assert "a: Value +50 before, +60 now: other weights +10." in told


def test_json_and_csv_hold_a_record_per_proposal(rounds: list[str], tmp_path: Path) -> None:
    data = json.loads(run(*rounds, "--format", "json").output)
    assert [each["proposal"] for each in data["proposals"]] == ["form", "letters"]
    file = tmp_path / "moved.csv"
    assert run(*rounds, "--output", str(file)).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [(row["action_before"], row["action_after"]) for row in rows] == [
        ("defer", "approve"),
        ("approve", "defer"),
    ]
    assert float(rows[1]["answers"]) == pytest.approx(-2 / 3)


def test_a_format_that_contradicts_the_ending_is_wrong_usage(rounds: list[str]) -> None:
    assert run(*rounds, "--format", "json", "--output", "moved.csv").exit_code == 2


def test_what_is_no_evaluation_is_one_clear_problem(rounds: list[str], tmp_path: Path) -> None:
    done = run(rounds[0], str(tmp_path))
    assert isinstance(done.exception, cximpact.InputError)
    assert "evaluation.json" in str(done.exception)
