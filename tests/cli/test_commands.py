"""The commands do the main job, answer in the promised form, and exit with the promised code."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from cximpact.demo import write_demo


def run(*arguments: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cximpact", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("cli") / "demo")


def test_the_demo_writes_a_workspace_ranks_it_and_says_what_to_try(tmp_path: Path) -> None:
    done = run("demo", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "cximpact-demo" / "cximpact.yaml").exists()
    assert "prioritize" in done.stdout
    assert "What to try next" in done.stdout


def test_running_the_demo_again_keeps_what_was_changed(tmp_path: Path) -> None:
    run("demo", folder=tmp_path)
    readme = tmp_path / "cximpact-demo" / "README.md"
    readme.write_text("mine")
    assert run("demo", folder=tmp_path).returncode == 0
    assert readme.read_text() == "mine"


def test_evaluate_says_what_a_decision_needs_and_where_the_rest_is(demo: Path) -> None:
    short, whole = (run("evaluate", demo, *more).stdout for more in ((), ("--details",)))
    assert f"cximpact evaluate {demo} --details\n" in short
    assert "budget capex: EUR" in short and "budget capex: EUR" in whole
    assert "not run" not in short and "no better affordable set exists, proven" in short
    assert "the point of diminishing return" in whole
    assert "the point of diminishing return" not in short
    assert len(short.split()) < 0.75 * len(whole.split())


def test_details_change_neither_json_nor_csv(demo: Path) -> None:
    for kind in ("json", "csv"):
        plain = run("evaluate", demo, "--quick", "--format", kind).stdout
        assert plain == run("evaluate", demo, "--quick", "--details", "--format", kind).stdout


def test_json_output_follows_the_schema(demo: Path) -> None:
    from cximpact.schemas import validator

    data = json.loads(run("evaluate", demo, "--format", "json").stdout)
    assert not list(validator("evaluation").iter_errors(data))


def test_csv_output_has_a_row_per_recommendation(demo: Path) -> None:
    ranked = list(csv.DictReader(io.StringIO(run("evaluate", demo, "--format", "csv").stdout)))
    assert [row["rank"] for row in ranked] == [str(rank + 1) for rank in range(len(ranked))]
    assert len(ranked) > 20


def test_output_goes_to_a_file_when_one_is_named(demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "ranked.csv"
    done = run("evaluate", demo, "--format", "csv", "--output", target)
    assert done.stdout == ""
    assert target.read_text(encoding="utf-8").startswith("proposal,rank,action")


def test_explain_names_the_gate_the_path_and_the_units(demo: Path) -> None:
    declined = next(
        row["proposal"]
        for row in csv.DictReader(io.StringIO(run("evaluate", demo, "--format", "csv").stdout))
        if "customer_harm" in row["failed_gates"] and row["action"] == "decline"
    )
    done = run("explain", declined, demo)
    assert done.returncode == 0
    assert "customer harm (block): fail" in done.stdout


def test_explain_quickly_says_the_same_of_gates_and_nothing_of_draws(demo: Path) -> None:
    whole, quick = (run("explain", "P01", demo, *more).stdout for more in ((), ("--quick",)))
    gates = whole.index("\nGates\n"), quick.index("\nGates\n")
    assert whole[gates[0] :].splitlines()[1:4] == quick[gates[1] :].splitlines()[1:4]
    assert "draws" in whole and "draws" not in quick


def test_explain_reads_a_saved_evaluation(demo: Path, tmp_path: Path) -> None:
    assert run("evaluate", demo, "--save", tmp_path / "kept").returncode == 0
    live = run("explain", "P01", demo).stdout
    assert live == run("explain", "P01", tmp_path / "kept" / "evaluation.json").stdout


def test_a_wrong_id_is_answered_with_the_nearest(demo: Path) -> None:
    done = run("explain", "P99", demo)
    assert done.returncode == 1
    assert "no proposal 'P99'; did you mean 'P" in done.stderr


def test_a_withdrawn_one_is_no_mistake_of_who_asks(demo: Path) -> None:
    done = run("explain", "P19", demo, "--quick")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("P19 was not evaluated: its status counts as withdrawn.")


def test_validate_shows_three_proposals_as_read(demo: Path) -> None:
    done = run("validate", demo)
    assert done.returncode == 0
    assert done.stdout.count("  unit ") == 3


def test_validate_tells_what_still_waits_behind_a_sign(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,ease\nA,2\nB,1\n")
    (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    text = "scorecard: card.yaml\nproposals: list.csv\n#rules:\n#  requires:\n#    A: [B]\n"
    (tmp_path / "cximpact.yaml").write_text(text)
    done = run("validate", tmp_path)
    assert done.stdout.startswith("Everything was read.\n")
    told = (
        "Look at this first:\n  cximpact.yaml, lines 3-5: 'requires' (A) waits behind '#': take "
        "it away where it holds, delete the line where not\n"
    )
    assert told in done.stdout
    # Whoever goes on all the same sees it beside the decision.
    waits = "\nnot counted: cximpact.yaml, lines 3-5: 'requires' (A) waits behind '#': "
    told = run("evaluate", tmp_path).stdout
    assert waits in told
    assert "\nwhy one of them: " in told
    (tmp_path / "cximpact.yaml").write_text(text.replace("#", ""))
    assert "waits behind" not in run("evaluate", tmp_path).stdout
    done = run("validate", tmp_path)
    assert done.stdout.startswith("Everything was read; no problems.\n")
    assert "status proposed, requires B\n" in done.stdout
    assert "status proposed, required by A\n" in done.stdout


def test_validate_ends_with_what_to_do_next(tmp_path: Path) -> None:
    """First a wrong answer, then a list that reads, then one of which no selection can be made."""
    (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    (tmp_path / "cximpact.yaml").write_text("scorecard: card.yaml\nproposals: list.csv\n")
    (tmp_path / "list.csv").write_text("id,ease\nA,many\nB,1\n")
    done = run("validate", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("1 problem in the input:\n")
    again = f"Next: mend what is named above, then run 'cximpact validate {tmp_path}' again."
    assert done.stderr.splitlines()[-1] == again
    (tmp_path / "list.csv").write_text("id,ease\nA,2\nB,1\n")
    done = run("validate", tmp_path)
    assert done.stdout.splitlines()[-1] == f"Next: cximpact evaluate {tmp_path}"
    (tmp_path / "list.csv").write_text("id,ease,status,requires\nA,2,committed,B\nB,1,withdrawn,\n")
    done = run("validate", tmp_path)
    assert "evaluate will stop: see below" in done.stdout
    assert done.stdout.splitlines()[-1] == again


def test_validate_foresees_that_no_selection_will_be_possible(tmp_path: Path) -> None:
    """The rating of A cites a source, so that the gate asks B for evidence, too."""
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\nratings: ratings.csv\nproposals: {rows: ["
        "{id: A, status: committed, requires: B}, {id: B}]}\n"
    )
    (tmp_path / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    rows = (
        "proposal,criterion,rating,rater,source,date\nA,ease,2,R,Pilot,2026-01-10\nB,ease,2,R,,\n"
    )
    (tmp_path / "ratings.csv").write_text(rows)
    done = run("validate", tmp_path)
    assert done.returncode == 0
    why = "A is committed and cannot go without another: B does not pass the gate customer evidence"
    assert f"evaluate will find no selection: {why}; " in done.stdout
    assert run("evaluate", tmp_path).returncode == 1


def test_a_missing_workspace_is_one_clear_report(tmp_path: Path) -> None:
    done = run("evaluate", tmp_path)
    assert done.returncode == 1
    assert "cximpact.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_command_is_usage(tmp_path: Path) -> None:
    done = run("evalute", folder=tmp_path)
    assert done.returncode == 2
    assert "Did you mean 'evaluate'?" in done.stderr


def test_silent_evidence_stops_a_strict_evaluation(demo: Path, tmp_path: Path) -> None:
    folder = write_demo(tmp_path / "demo")
    file = folder / "complaints.jsonl"
    file.write_text(re.sub(r"202[56]-", "2019-", file.read_text(encoding="utf-8")))
    assert run("evaluate", folder).returncode == 0
    done = run("evaluate", folder, "--strict")
    assert done.returncode == 3
    assert "complaints" in done.stderr


@pytest.mark.parametrize("name", ["workspace", "scorecard", "evaluation"])
def test_a_schema_is_printed_as_json(name: str) -> None:
    assert json.loads(run("schema", name).stdout)["$schema"].endswith("2020-12/schema")


def test_plugins_are_listed_with_those_that_are_built_in() -> None:
    done = run("plugins", "--no-plugins")
    assert done.returncode == 0
    assert "core-gates" in done.stdout


def test_init_without_a_list_writes_a_workspace_that_evaluates(tmp_path: Path) -> None:
    assert run("init", folder=tmp_path).returncode == 0
    done = run("evaluate", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "P1 First proposal" in done.stdout
    assert "Nothing about it is scored yet" in " ".join(done.stdout.split())


def test_init_takes_a_sheet_of_a_list_only(tmp_path: Path) -> None:
    done = run("init", "--sheet", "Projects", folder=tmp_path)
    assert done.returncode == 2
    assert "say --from, too" in done.stderr
    assert not list(tmp_path.iterdir())


def test_init_writes_the_budgets_that_are_said(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,title,Cost\nA,x,EUR 5\nB,y,EUR 6\n")
    done = run("init", "--from", "list.csv", "--budget", "total=1.5k", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "cximpact.yaml").read_text()
    assert "\nbudgets:\n  total: {limit: EUR 1500}" in text


@pytest.mark.parametrize("more", [[], ["--budget", "total=3m"]])
def test_init_with_a_list_in_place_of_a_folder_says_how_to_name_it(
    tmp_path: Path, more: list[str]
) -> None:
    (tmp_path / "list.csv").write_text("id\nA\n")
    done = run("init", "list.csv", *more, folder=tmp_path)
    assert done.returncode == 2
    assert "cximpact init my-round --from list.csv" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_init_names_the_sheets_to_choose_from(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "list.xlsx") as book:
        for name in ("Pipeline FY26", "Notes"):
            pd.DataFrame({"Key": ["A"], "Name": ["x"]}).to_excel(book, sheet_name=name, index=False)
    done = run("init", "--from", "list.xlsx", folder=tmp_path)
    assert done.returncode == 1
    assert 'rerun with --sheet "Pipeline FY26", say' in done.stderr


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text("mine")
    done = run("init", folder=tmp_path)
    assert done.returncode == 1
    assert "ratings.csv" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ratings.csv"]


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        (["--output", "x.csv"], "proposal,rank,"),
        (["--output", "x.JSON"], "{"),
        (["--output", "x.txt"], "Velmora"),
        (["--table", "gates"], "proposal,gate,"),
        (["--table", "gates", "--output", "x.txt"], "proposal,gate,"),
    ],
)
def test_the_format_follows_from_the_file_and_the_table(
    demo: Path, tmp_path: Path, options: list[str], begins: str
) -> None:
    done = run("evaluate", demo, *options, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    files = list(tmp_path.iterdir())
    assert (files[0].read_text("utf-8") if files else done.stdout).startswith(begins)


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "json", "--output", "x.csv"],
        ["--format", "table", "--output", "x.csv"],
        ["--format", "csv", "--output", "x.json"],
        ["--format", "json", "--table", "gates"],
        ["--table", "gates", "--output", "x.json"],
    ],
)
def test_a_format_that_contradicts_the_file_is_usage(
    demo: Path, tmp_path: Path, options: list[str]
) -> None:
    done = run("evaluate", demo, *options, folder=tmp_path)
    assert done.returncode == 2
    assert "Error: --" in done.stderr
    assert not list(tmp_path.iterdir())


def test_suggestions_can_be_typed_as_the_command_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cximpact.cli.output import suggested

    script = tmp_path / ".venv" / "bin" / "cximpact"
    script.parent.mkdir(parents=True)
    script.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [".venv/bin/cximpact"])
    assert suggested("explain", "P 1", Path()) == ".venv/bin/cximpact explain 'P 1'"
    monkeypatch.setenv("PATH", str(script.parent))
    assert suggested("validate", Path("round")) == "cximpact validate round"
