"""What sources give is collected, kept and read again, and gives the same bytes of result."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from pretended_runs import DESK, Desk, means
from workspaces import ANSWERS, CALLS, CSAT, PROPOSALS, WORKSPACE, write_workspace

import cximpact
from cximpact.exceptions import InputError, SourceError
from cximpact.intake.spec import read_spec
from cximpact.plugins.isolation.jobs import Outcome
from cximpact.schemas import validator
from cximpact.snapshots.folders import newest_folder
from cximpact.snapshots.gathering import collect_snapshot
from cximpact.snapshots.reading import open_snapshot

ENVIRON = {"DESK_TOKEN": "hunter2-token"}
FAILED = Outcome("authentication", "the desk refuses the token: renew it")


def desk(**changes: Any) -> Desk:
    return Desk(**{**ANSWERS, **{key.replace("__", "."): each for key, each in changes.items()}})


def evaluate(folder: Path, asked: Desk | None = None, **more: Any) -> cximpact.Evaluation:
    return cximpact.evaluate(folder, _means=means(asked or desk(), environ=ENVIRON), **more)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "workspace")


def test_run_offline_snapshot_and_replay_give_the_same_bytes(
    workspace: Path, tmp_path: Path
) -> None:
    run = evaluate(workspace)
    saved = run.save(tmp_path / "saved")
    nobody = means(Desk())  # has no answer for anybody
    offline = cximpact.evaluate(workspace, offline=True, _means=nobody)
    newest = newest_folder(workspace)
    again = cximpact.evaluate(workspace, snapshot=newest, _means=nobody)
    replayed = cximpact.evaluate(saved / "inputs", _means=nobody)
    assert {each.to_json() for each in (run, offline, again, replayed)} == {run.to_json()}
    assert (saved / "evaluation.json").read_text("utf-8") == run.to_json()
    assert not list(validator("evaluation").iter_errors(json.loads(run.to_json())))


def test_the_order_of_rows_changes_no_byte(workspace: Path, tmp_path: Path) -> None:
    shuffled = {
        part: random.Random(7).sample(list(rows), len(rows)) for part, rows in ANSWERS.items()
    }
    other = write_workspace(tmp_path / "other")
    assert evaluate(workspace).to_json() == evaluate(other, Desk(**shuffled)).to_json()


def test_a_folder_whose_name_looks_like_a_pattern_is_that_folder(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "round [1] *")
    assert evaluate(folder).to_json() == evaluate(folder, offline=True).to_json()


def test_a_workspace_that_was_loaded_collects_when_it_is_evaluated(workspace: Path) -> None:
    loaded = cximpact.load(workspace)
    found = cximpact.evaluate(loaded, _means=means(desk(), environ=ENVIRON))
    assert found.to_json() == evaluate(workspace).to_json()


def test_collected_rows_count_as_those_of_files_do(workspace: Path, tmp_path: Path) -> None:
    """The same tables as CSV give the same figures and the same id; only names differ."""
    files = tmp_path / "files"
    changes: dict[str, Any] = {}
    for part, rows in ANSWERS.items():
        name = f"{part}.csv"
        columns = [column for column in rows[0] if column != "ref"]
        lines = [",".join(row[column] or "" for column in columns) for row in rows]
        # Of people, three decimals are asked back: they may be thousands. Of a plugin they are not.
        lines = [line.replace("400.000", "400.00") for line in lines]
        said = WORKSPACE["evidence"][part[9:]] if "." in part else WORKSPACE[part]
        block = {k: v for k, v in said.items() if k not in ("source", "settings")}
        changes[part] = {**block, "path": name}
        files.mkdir(exist_ok=True)
        (files / name).write_text("\n".join([",".join(columns), *lines]), "utf-8")
    evidence = {name: changes.pop(f"evidence.{name}") for name in WORKSPACE["evidence"]}
    write_workspace(files, evidence=evidence, **changes)
    one, other = evaluate(workspace), cximpact.evaluate(files)
    assert one.id == other.id
    figures = ["rank", "action", "value", "cost", "customer_value", "coverage"]
    assert one.to_frame()[figures].equals(other.to_frame()[figures])
    assert [evolve(each, origin="") for each in one.budgets] == [*other.budgets]


def test_money_and_ids_keep_every_digit(workspace: Path) -> None:
    """400.000 is four hundred: a plugin writes numbers with a point."""
    assert evaluate(workspace)["letters"].cost.amount.as_tuple() == (0, (4, 0, 0, 1, 0), -2)


def test_every_score_and_cost_names_its_source_version_query_and_references(
    workspace: Path,
) -> None:
    found = evaluate(workspace)
    evidence = {line.criterion: line.evidence for line in found["letters"].criteria}
    assert "from proposals (desk, acme-desk 1.2.0: everything): P-1" in evidence["ease"]
    assert "from proposals (desk, acme-desk 1.2.0: everything): P-1" in evidence["saving"]
    csat = next(line for line in evidence["journey"] if "csat from csat" in line)
    assert csat.endswith("from csat (desk, acme-desk 1.2.0: everything): K-1, K-10, K-11")
    assert found["letters"].cost_evidence == (
        "from costs (desk, acme-desk 1.2.0: everything): B-1, B-2",
    )
    assert found["limits"].cost_evidence == (
        "from proposals (desk, acme-desk 1.2.0: everything): P-2",
    )
    text = found.explain("letters")
    assert "costs (desk, acme-desk 1.2.0: everything): B-1, B-2" in text
    assert "csat (desk, acme-desk 1.2.0: everything): K-1, K-10, K-11" in text
    paths = {each.path for each in found.summary.inputs}
    assert "budgets_from (desk, acme-desk 1.2.0: everything)" in paths
    assert [(each.budget, each.origin) for each in found.budgets] == [
        ("capital", "from budgets_from (desk, acme-desk 1.2.0: everything)"),
        ("running", "from budgets_from (desk, acme-desk 1.2.0: everything): L-2"),
    ]
    assert not found.not_used  # `ref` is read


def test_a_score_from_elsewhere_does_not_name_the_list(workspace: Path) -> None:
    ratings = [{"proposal": "kiosk", "criterion": "ease", "rating": 1, "rater": "a", "unit": "u"}]
    found = evaluate(workspace, ratings=ratings)
    [ease] = [line for line in found["kiosk"].criteria if line.criterion == "ease"]
    assert not any("desk" in line for line in ease.evidence)


def test_a_source_that_fails_is_missing_and_said_so(workspace: Path) -> None:
    found = evaluate(workspace, desk(evidence__csat=FAILED))
    [missing] = found.summary.missing
    assert missing.name == "evidence.csat"
    assert "renew it" in missing.reason
    assert any("renew it" in note and "evidence.csat" in note for note in found.problems)
    point = next(each for each in found.touchpoints if each.touchpoint == "decide")
    assert (point.label, point.measurements) == ("unknown", ())
    assert found.id != evaluate(workspace).id
    calls = next(each for each in found.touchpoints if each.touchpoint == "pay")
    assert calls.measurements


def test_a_failed_source_knows_the_touchpoints_it_could_have_told_of(workspace: Path) -> None:
    from cximpact.pipeline import gather, read
    from cximpact.snapshots.wish import Wish

    spec = read_spec(workspace)
    tools = means(desk(evidence__csat=FAILED), environ=ENVIRON)
    case, _ = read(gather(spec, Wish(), tools, date(2026, 3, 1)), None, date(2026, 3, 1))
    assert [(each.name, each.touchpoints) for each in case.missing] == [
        ("evidence.csat", ("decide",))
    ]
    assert case.supplied.observations


def test_a_failed_table_of_costs_leaves_all_costs_unknown_and_none_zero(workspace: Path) -> None:
    found = evaluate(workspace, desk(costs=FAILED))
    assert all(each.cost is None for each in found)
    assert not {each.proposal for each in found if each.action in ("prioritize", "approve")}


@pytest.mark.parametrize("part", ["evidence__csat", "costs"])
def test_strict_refuses_to_decide_without_a_source(workspace: Path, part: str) -> None:
    with pytest.raises(SourceError, match="renew it"):
        evaluate(workspace, desk(**{part: FAILED}), strict=True)


@pytest.mark.parametrize("part", ["proposals", "budgets_from"])
def test_without_proposals_or_budgets_nothing_is_decided_and_nothing_kept(
    workspace: Path, part: str
) -> None:
    with pytest.raises(SourceError, match="renew it"):
        evaluate(workspace, desk(**{part: FAILED}))
    assert newest_folder(workspace) is None


def test_a_failure_that_was_kept_is_the_same_failure_offline(workspace: Path) -> None:
    run = evaluate(workspace, desk(evidence__csat=FAILED))
    offline = cximpact.evaluate(workspace, offline=True, _means=means(Desk()))
    assert run.to_json() == offline.to_json()


def test_a_plugin_that_failed_to_load_costs_its_own_evidence_only(tmp_path: Path) -> None:
    evidence = {**WORKSPACE["evidence"], "letters": {**WORKSPACE["evidence"]["csat"]}}
    evidence["letters"]["source"] = "post"
    folder = write_workspace(tmp_path, evidence=evidence)
    tools = means(desk(), environ=ENVIRON, failed={"post": "plugin 'post' failed: no module"})
    found = cximpact.evaluate(folder, _means=tools)
    assert [each.name for each in found.summary.missing] == ["evidence.letters"]
    assert "no module" in found.summary.missing[0].reason


def test_an_empty_answer_is_silence_and_no_mistake(workspace: Path, tmp_path: Path) -> None:
    empty = desk(evidence__csat=[], costs=[], budgets_from=[])
    found = evaluate(workspace, empty)
    assert any(
        "evidence.csat: the source gave no row; look at its settings" in note
        for note in found.problems
    )
    assert any("costs (desk" in note and "gave no row" in note for note in found.problems)
    replayed = cximpact.evaluate(found.save(tmp_path / "s") / "inputs", _means=means(Desk()))
    assert replayed.to_json() == found.to_json()


def test_a_source_without_a_proposal_is_a_problem_of_its_settings(workspace: Path) -> None:
    with pytest.raises(InputError, match="the source gave no proposal"):
        evaluate(workspace, desk(proposals=[]))


def test_notes_of_sources_and_repeated_rows_are_told(workspace: Path) -> None:
    card = evolve(DESK, key=("id",))
    twice = desk(evidence__calls=[*CALLS, CALLS[0]])
    tools = means(twice, card, environ=ENVIRON)
    only = {"calls": WORKSPACE["evidence"]["calls"]}
    write_workspace(workspace, evidence=only, proposals={"rows": [{"id": "a"}]}, costs=None)
    write_workspace(workspace, evidence=only, budgets_from=None, costs=None, effects=None)
    found = cximpact.evaluate(workspace, _means=tools)
    assert any("1 rows repeated another" in note for note in found.problems)


def test_rows_of_one_key_that_differ_fail_their_source(workspace: Path) -> None:
    card = evolve(DESK, key=("id",))
    other = {**CALLS[0], "called": "2026-02-09", "ref": "C-0b"}
    write_workspace(
        workspace,
        evidence={"calls": WORKSPACE["evidence"]["calls"]},
        proposals={"rows": [{"id": "letters"}]},
        costs=None,
        budgets_from=None,
    )
    tools = means(desk(evidence__calls=[*CALLS, other]), card)
    found = cximpact.evaluate(workspace, _means=tools)
    assert "references C-0 and C-0b" in found.summary.missing[0].reason


def test_all_problems_come_at_once_before_anybody_is_asked(tmp_path: Path) -> None:
    folder = write_workspace(
        tmp_path,
        proposals={"source": "desk", "settings": {"site": 5, "token": "hunter2-token"}},
        costs={"source": "dessk"},
        budgets_from={"source": "desk", "path": "budgets.csv"},
        ratings={"path": "none.csv"},
        evidence={
            "csat": {"settings": {}, "path": "csat.csv"},
            "calls": {"source": "desk", "map": [{"touchpoint": "pey", "measure": "complaints"}]},
        },
    )
    asked = desk()
    with pytest.raises(InputError) as caught:
        evaluate(folder, asked)
    told = "\n".join(map(str, caught.value.problems))
    assert "proposals.settings.site: not as expected (found '5')" in told
    assert "a secret must not stand in a workspace" in told
    assert "costs.source: no active plugin gives this source (found 'dessk')" in told
    assert "budgets_from.source: both a source and a path are given" in told
    assert "there is no such file" in told
    assert "evidence.csat.settings: settings without a source" in told
    assert "unknown touchpoint (found 'pey')" in told
    assert "hunter2" not in told
    assert asked.jobs == []
    lines = {each.field: each.line for each in caught.value.problems}
    text = (folder / "cximpact.yaml").read_text().splitlines()
    assert '"site": 5' in text[(lines["proposals.settings.site"] or 0) - 1]


def test_a_source_that_does_not_give_what_is_asked_for_is_a_problem(tmp_path: Path) -> None:
    card = evolve(DESK, provides=("observations",))
    folder = write_workspace(tmp_path)
    with pytest.raises(InputError, match="the source 'desk' gives no proposals") as caught:
        cximpact.evaluate(folder, _means=means(desk(), card, environ=ENVIRON))
    # Settings that were meant for another source are not held against this one.
    assert not any("proposals.settings" in (each.field or "") for each in caught.value.problems)


def test_rows_of_which_none_counts_are_told_apart_from_an_answer_without_rows(
    workspace: Path,
) -> None:
    stray = [{"answered": "2010-01-01", "score": "5", "ref": "K-1"}]
    found = evaluate(workspace, desk(evidence__csat=stray))
    assert any(
        "evidence.csat: no row of this source counts (it gave 1)" in note for note in found.problems
    )


@pytest.mark.parametrize(
    ("family", "cure"),
    [
        ("authentication", "Renew the token"),
        ("query", "Mend its settings"),
        ("temporary", "--offline"),
    ],
)
def test_a_source_without_which_nothing_is_decided_says_what_to_do(
    workspace: Path, family: str, cure: str
) -> None:
    with pytest.raises(SourceError, match=cure):
        evaluate(workspace, desk(proposals=Outcome(family, "it failed")))


def test_a_source_is_told_who_asks_for_what_and_gets_its_secrets_marked(workspace: Path) -> None:
    asked = desk()
    evaluate(workspace, asked)
    jobs = {job.name: job for job in asked.jobs}
    assert jobs["evidence.csat"].payload["request"] == {
        "kind": "observations",
        "block": "csat",
        "as_of": "2026-03-01",
        "since": None,
    }
    assert jobs["budgets_from"].payload["request"]["kind"] == "budgets"
    proposals = jobs["proposals"]
    assert proposals.payload["settings"]["token"] == {"$secret": "hunter2-token"}
    assert proposals.payload["settings"]["days"] == 30
    assert proposals.secrets == ("hunter2-token",)
    assert proposals.payload["folder"] == str(workspace.resolve())
    assert "hunter2" not in repr(proposals)


def test_offline_without_a_snapshot_says_what_to_do(workspace: Path) -> None:
    with pytest.raises(InputError, match="run 'cximpact collect' once"):
        evaluate(workspace, offline=True)


def test_a_snapshot_of_other_settings_is_refused_with_the_line(workspace: Path) -> None:
    evaluate(workspace)
    changed = {**WORKSPACE["costs"], "settings": {"site": "other books"}}
    write_workspace(workspace, costs=changed)
    with pytest.raises(InputError) as caught:
        evaluate(workspace, offline=True)
    [problem] = caught.value.problems
    assert "collected with other settings" in problem.message
    assert problem.field == "costs.settings"
    assert problem.line


def test_another_variable_for_the_same_secret_keeps_the_snapshot(workspace: Path) -> None:
    evaluate(workspace)
    settings = {**WORKSPACE["proposals"]["settings"], "token": {"$file": "token.txt"}}
    write_workspace(workspace, proposals={**WORKSPACE["proposals"], "settings": settings})
    assert len(evaluate(workspace, offline=True)) == 3


def test_a_snapshot_that_lacks_a_part_or_has_another_kind_is_refused(workspace: Path) -> None:
    evaluate(workspace)
    more = {**WORKSPACE["evidence"], "new": WORKSPACE["evidence"]["csat"]}
    more["calls"] = {**more["calls"], "kind": "measurements"}
    write_workspace(workspace, evidence=more)
    with pytest.raises(InputError) as caught:
        evaluate(workspace, offline=True)
    told = "\n".join(map(str, caught.value.problems))
    assert "holds nothing for evidence.new" in told
    assert "observations of desk for evidence.calls; expected measurements of desk" in told


def test_a_snapshot_that_nothing_reads_is_a_misunderstanding(tmp_path: Path) -> None:
    folder = write_workspace(
        tmp_path, proposals={"rows": [{"id": "letters"}]}, costs=None, budgets_from=None,
        evidence=None,
    )  # fmt: skip
    with pytest.raises(InputError, match="no part of the workspace has a source"):
        cximpact.evaluate(folder, snapshot=tmp_path)
    assert cximpact.evaluate(folder, offline=True)  # nothing to be offline from


def test_a_workspace_that_names_its_snapshot_asks_nobody(workspace: Path, tmp_path: Path) -> None:
    run = evaluate(workspace)
    newest = newest_folder(workspace)
    assert newest is not None
    newest.rename(workspace / "march")
    write_workspace(workspace, snapshot="march")
    assert cximpact.evaluate(workspace, _means=means(Desk())).to_json() == run.to_json()


def test_sources_work_by_keyword_without_a_folder_and_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    block = {**WORKSPACE["evidence"]["csat"], "settings": {"token": {"$env": "DESK_TOKEN"}}}
    scorecard = json.loads((write_workspace(tmp_path / "x") / "scorecard.json").read_text())
    found = cximpact.evaluate(
        proposals=[{"id": "letters", "ease": 2}],
        scorecard=scorecard,
        evidence={"csat": block},
        as_of="2026-03-01",
        _means=means(desk(), environ=ENVIRON),
    )
    assert any(each.measurements for each in found.touchpoints)
    saved = found.save(tmp_path / "saved")
    again = cximpact.evaluate(saved / "inputs", _means=means(Desk()))
    assert (again.id, again.explain("letters")) == (found.id, found.explain("letters"))
    assert not (tmp_path / ".cximpact").exists()


def test_rows_given_by_keyword_take_the_place_of_a_source(workspace: Path) -> None:
    asked = desk()
    proposals = [{"id": "letters", "summary": "", "price": None, "saved": 4}]
    evaluate(workspace, asked, proposals=proposals, costs=[{"proposal": "letters", "amount": 5}])
    assert {job.name for job in asked.jobs} == {"budgets_from", "evidence.csat", "evidence.calls"}


INCREMENTAL = evolve(DESK, key=("id",), incremental=True)


@pytest.fixture
def calls_only(tmp_path: Path) -> Path:
    return write_workspace(
        tmp_path / "calls",
        evidence={"calls": WORKSPACE["evidence"]["calls"]},
        proposals={"rows": [{"id": "letters"}]},
        costs=None,
        budgets_from=None,
    )


def collect(folder: Path, asked: Desk, **more: Any) -> Any:
    now = more.pop("now", datetime(2026, 3, 1, 12, tzinfo=UTC))
    card = more.pop("card", INCREMENTAL)
    tools = means(asked, card, environ=ENVIRON, now=now)
    return collect_snapshot(read_spec(folder), date(2026, 3, 1), tools, lambda _: None, **more)


def test_a_refresh_asks_for_changes_and_ends_as_a_full_collection(calls_only: Path) -> None:
    first = desk(evidence__calls=CALLS[:6])
    first.cursor, first.query = "cursor-1", "everything"
    collect(calls_only, first)
    changed = [{**CALLS[0], "called": "2026-02-20"}, *CALLS[6:]]
    second = desk(evidence__calls=changed)
    second.cursor, second.query = "cursor-2", "since cursor-1"
    collect(calls_only, second, refresh=True)
    assert second.jobs[0].payload["request"]["since"] == "cursor-1"
    refreshed = cximpact.evaluate(calls_only, offline=True)
    parts = open_snapshot(newest_folder(calls_only) or Path()).parts
    assert parts["evidence.calls"].cursor == "cursor-2"
    full = desk(evidence__calls=[*changed, *CALLS[1:6]])
    collect(calls_only, full)
    assert full.jobs[0].payload["request"]["since"] is None
    assert cximpact.evaluate(calls_only, offline=True).to_json() == refreshed.to_json()


def test_a_refresh_that_finds_nothing_new_keeps_what_there_was(calls_only: Path) -> None:
    first = desk()
    first.cursor = "cursor-1"
    collect(calls_only, first)
    before = cximpact.evaluate(calls_only, offline=True).to_json()
    second = desk(evidence__calls=[])
    collect(calls_only, second, refresh=True)
    assert cximpact.evaluate(calls_only, offline=True).to_json() == before
    third = desk(evidence__calls=[])
    collect(calls_only, third, refresh=True)
    assert third.jobs[0].payload["request"]["since"] == "cursor-1"  # none was kept in between


@pytest.mark.parametrize("change", ["version", "settings", "day", "plain", "no cursor"])
def test_a_refresh_fetches_everything_where_the_earlier_rows_may_not_do(
    calls_only: Path, change: str
) -> None:
    first = desk()
    first.cursor = None if change == "no cursor" else "cursor-1"
    # Asked for a day that was over already, it may have left out what came since.
    collect(calls_only, first, now=datetime(2026, 5, 1, tzinfo=UTC))
    second, card = desk(), INCREMENTAL
    if change == "version":
        card = evolve(INCREMENTAL, version="1.3.0")
    elif change == "settings":
        block = {**WORKSPACE["evidence"]["calls"], "settings": {"days": 365}}
        write_workspace(
            calls_only, evidence={"calls": block}, proposals={"rows": [{"id": "letters"}]},
            costs=None, budgets_from=None,
        )  # fmt: skip
    elif change == "day":
        write_workspace(
            calls_only, evidence={"calls": WORKSPACE["evidence"]["calls"]}, as_of="2026-04-01",
            proposals={"rows": [{"id": "letters"}]}, costs=None, budgets_from=None,
        )  # fmt: skip
    elif change == "plain":
        card = evolve(INCREMENTAL, incremental=False)
    collect(calls_only, second, refresh=True, card=card)
    assert second.jobs[0].payload["request"]["since"] is None


def test_only_some_parts_are_collected_and_the_others_taken_over(workspace: Path) -> None:
    run = evaluate(workspace)
    again = desk(evidence__csat=CSAT[:5])
    later = datetime(2026, 3, 2, tzinfo=UTC)
    snapshot = collect(workspace, again, only=("evidence.csat",), now=later, card=DESK)
    assert [job.name for job in again.jobs] == ["evidence.csat"]
    assert sorted(snapshot.parts) == sorted(ANSWERS)
    assert snapshot.parts["evidence.csat"].rows == 5
    assert snapshot.parts["costs"].fetched_at == "2026-03-01T12:00:00Z"
    found = evaluate(workspace, offline=True)
    assert found.id != run.id


def test_only_parts_that_are_there_can_be_collected(workspace: Path) -> None:
    with pytest.raises(InputError, match=r"did you mean 'evidence\.csat'"):
        collect(workspace, desk(), only=("evidence.cast",))


def test_a_snapshot_can_be_written_elsewhere_but_over_nothing(
    workspace: Path, tmp_path: Path
) -> None:
    target = tmp_path / "deep" / "march"
    collect(workspace, desk(), to=target, card=DESK)
    assert open_snapshot(target).parts["proposals"].rows == len(PROPOSALS)
    assert newest_folder(workspace) is None
    asked = desk()
    with pytest.raises(InputError, match="never changed"):
        collect(workspace, asked, to=target, card=DESK)
    assert asked.jobs == []


def test_a_snapshot_for_an_earlier_day_says_so(workspace: Path) -> None:
    evaluate(workspace)
    found = evaluate(workspace, offline=True, as_of=date(2026, 3, 1) + timedelta(days=30))
    assert any("collected for a decision on 2026-03-01" in note for note in found.problems)


def test_two_evaluations_within_one_second_keep_two_snapshots(workspace: Path) -> None:
    evaluate(workspace)
    evaluate(workspace)
    names = sorted(path.name for path in (workspace / ".cximpact" / "snapshots").iterdir())
    assert names == ["20260301T120000Z", "20260301T120000Z-2"]


def test_a_decision_does_not_wait_for_room_to_keep_what_it_rests_on(
    workspace: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A full disk or a folder that cannot be written to; here a file stands in its place."""
    found = evaluate(write_workspace(tmp_path / "other"))
    (workspace / ".cximpact").write_text("")
    run = evaluate(workspace)
    assert run.to_json() == found.to_json()
    [said] = caplog.messages
    assert "the snapshot cannot be kept: " in said
    assert str(Path(".cximpact") / "snapshots") in said
    replayed = cximpact.evaluate(run.save(tmp_path / "saved") / "inputs", _means=means(Desk()))
    assert replayed.to_json() == run.to_json()


def test_a_collection_that_cannot_be_kept_asks_nobody(workspace: Path) -> None:
    (workspace / ".cximpact").write_text("")
    asked = desk()
    with pytest.raises(InputError, match=r"the snapshot cannot be kept: .* --to FOLDER"):
        collect(workspace, asked)
    assert asked.jobs == []


def test_a_disk_that_is_full_in_the_end_is_told_and_leaves_nothing(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cximpact.snapshots.gathering.copy_whole", full)
    with pytest.raises(InputError, match="cannot be kept: No space left on device"):
        collect(workspace, desk())
    assert [each.name for each in (workspace / ".cximpact" / "snapshots").iterdir()] == []
