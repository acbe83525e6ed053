"""Gates of plugins: asked in processes of their own, answered for every proposal or for none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fake_distributions import on_path, write_module

import cximpact
from cximpact.api.evaluation import Evaluation
from cximpact.exceptions import InputError
from cximpact.intake.spec import read_spec
from cximpact.model.decision import GateReview
from cximpact.model.scorecard import PluginGate
from cximpact.plugins.hosting.judging import judged_by_plugins
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.hosting.offering import HostOffers
from cximpact.plugins.isolation.jobs import Job, Outcome
from cximpact.report.judging import asking

CODE = """
    from cximpact.plugins import Gate, GateAnswer, PluginInfo, hookimpl

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("teller", "Gates for tests")

    def judge(proposal, settings):
        if proposal["title"] == "Crash":
            raise RuntimeError("no")
        if "rank" in proposal or "gates" in proposal or "action" in proposal:
            return GateAnswer("fail", "it was shown what is not decided yet")
        dear = proposal["cost"] is not None and float(proposal["cost"]["amount"]) > settings["most"]
        if dear:
            return GateAnswer("fail", f"It costs more than {settings['most']}.", "Make it cheaper.")
        return GateAnswer("pass", "It is cheap enough.")

    @hookimpl
    def cximpact_gates():
        most = {"type": "number", "minimum": 0, "default": 100}
        schema = {"type": "object", "properties": {"most": most}, "additionalProperties": False}
        hard = {"type": "object", "properties": {"a": {"pattern": "^(a+)+$"}}}
        return [Gate("not-dear", "Is it cheap?", judge, schema), Gate("hard", "?", judge, hard)]
"""

GATE = PluginGate("not-dear")
SHOWN: Sequence[dict[str, Any] | None] = [
    {"proposal": "A", "title": "", "cost": None},
    None,
    {"proposal": "C", "title": "", "cost": {"amount": "101", "currency": "EUR"}},
]


@pytest.fixture(scope="module")
def teller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Means]:
    """A plugin `teller` that is installed, and the means to use it."""
    folder = tmp_path_factory.mktemp("site")
    write_module(folder, "teller", CODE)
    with on_path(folder):
        yield Means(environ={"CXIMPACT_PLUGINS": "teller"})


def answering(means: Means, outcome: Callable[[Job], Outcome]) -> Means:
    """Return means whose processes answer as a test says; which plugins there are stays."""

    def run(jobs: Sequence[Job], *, folder: Path, progress: object) -> list[Outcome]:
        return [outcome(job) for job in jobs]

    made = Means(environ=means.environ, run=run)
    made._opened.append(means.host)
    return made


def judged(means: Means, *gates: PluginGate) -> tuple[GateReview, ...]:
    return judged_by_plugins(gates or (GATE,), SHOWN, HostOffers(means))


def test_every_proposal_gets_its_answer_with_reason_and_cure(teller: Means) -> None:
    [review] = judged(teller)
    assert review.outcomes == ("pass", "not applicable", "fail")
    assert review.actions == ("", "", "revise")
    assert review.reason(2) == "It costs more than 100."
    assert review.cure is not None
    assert (review.cure(0), review.cure(2)) == ((), ("Make it cheaper.",))
    assert review.origin == "cx-teller 1.0"


def test_mode_action_and_settings_are_those_stated(teller: Means) -> None:
    blocking = PluginGate("not-dear", "block", "decline", {"most": 10})
    warning = PluginGate("not-dear", "warn", "decline", {"most": 1000})
    assert judged(teller, blocking)[0].actions == ("", "", "decline")
    assert judged(teller, warning)[0].outcomes[2] == "pass"


def test_a_gate_that_is_off_is_not_asked_and_need_not_be_there(teller: Means) -> None:
    [review] = judged(teller, PluginGate("nowhere", "off"))
    assert review.not_run
    assert review.actions == ("", "", "")


def test_a_gate_nobody_gives_any_more_leaves_all_undetermined(teller: Means) -> None:
    [review] = judged(teller, PluginGate("nowhere"))
    assert review.outcomes == ("undetermined",) * 3
    assert "nowhere" in review.reason(0)


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome("timeout", "it took more than 120 seconds"),
        Outcome("died", "it was killed"),
        Outcome(answer=None),
        Outcome(answer="pass"),
        Outcome(answer=[{"outcome": "pass", "reason": "", "cure": ""}]),
        Outcome(answer=[{"outcome": "pass"}, {"outcome": "yes"}]),
        Outcome(answer=[{"outcome": "pass"}, {"outcome": "pass", "reason": 3}]),
        Outcome(answer=[{"outcome": ["pass"]}, {"outcome": "pass"}]),
        Outcome(answer=[None, None]),
    ],
)
def test_a_process_that_fails_or_lies_clears_nobody(teller: Means, outcome: Outcome) -> None:
    [review] = judged(answering(teller, lambda _: outcome))
    assert review.outcomes == ("undetermined",) * 3
    assert review.actions == ("revise",) * 3
    assert review.reason(0).startswith("The gate was not answered: ")
    assert outcome.reason in review.reason(0)


def test_what_a_gate_says_gives_no_orders_to_a_terminal(teller: Means) -> None:
    answer = {"outcome": "fail", "reason": "\x1b[2Jred\n" + "x" * 5000, "cure": "\x07"}
    [review] = judged(answering(teller, lambda _: Outcome(answer=[answer, answer])))
    assert "\x1b" not in review.reason(0)
    assert len(review.reason(0)) < 1200


def test_a_gate_without_a_word_says_so(teller: Means) -> None:
    answer = {"outcome": "fail", "reason": "", "cure": ""}
    [review] = judged(answering(teller, lambda _: Outcome(answer=[answer, answer])))
    assert review.reason(0) == "It gives no reason."


# -- from a workspace ------------------------------------------------------------------------------

WORKSPACE = """
scorecard: scorecard.yaml
as_of: 2026-03-01
plugin_gates:
  not-dear: {settings: {most: 50}}
proposals:
  rows:
    - {id: A, title: Letters, ease: 2, cost: EUR 40}
    - {id: B, title: Limits, ease: 2, cost: EUR 60}
    - {id: C, title: Old, ease: 2, cost: EUR 60, status: withdrawn}
gates: {customer_evidence: "off", customer_statement: "off"}
"""
WORD = f"{{a: {'a' * 60}!}}"
SCORECARD = """
criteria: {ease: {weight: 1, question: Easier?}}
plugin_gates: {not-dear: {action: decline, settings: {most: 1}}}
"""


def evaluated(folder: Path, means: Means, workspace: str = WORKSPACE) -> Evaluation:
    from datetime import date

    from attrs import evolve

    from cximpact.pipeline import decide, read

    (folder / "cximpact.yaml").write_text(workspace, "utf-8")
    (folder / "scorecard.yaml").write_text(SCORECARD, "utf-8")
    spec = evolve(read_spec(folder), offers=lambda: HostOffers(means))
    case, _ = read(spec, None, date(2026, 3, 1))
    return Evaluation.of(decide(case, judge=asking(means)), spec)


def test_a_gate_of_a_plugin_decides_like_any_other(teller: Means, tmp_path: Path) -> None:
    """The workspace's settings win over the scorecard's, whose action stays."""
    found = evaluated(tmp_path, teller)
    assert found["A"].action in ("approve", "prioritize")
    assert found["B"].action == "decline"
    assert found["B"].rule == "gate not-dear"
    assert found["B"].reasons[0] == "The not-dear gate fails: it costs more than 50."
    assert found["B"].would_take == ("Make it cheaper.",)
    assert "not-dear (block, by cx-teller 1.0): fail, see above" in found.explain("B")
    gate = json.loads(found.to_json())["recommendations"][1]["gates"][-1]
    assert gate["origin"] == "cx-teller 1.0"


def test_a_gate_of_a_plugin_can_be_switched_on_by_keyword(teller: Means) -> None:
    found = cximpact.evaluate(
        proposals=[
            {"id": "A", "ease": 2, "cost": "EUR 40"},
            {"id": "B", "ease": 2, "cost": "EUR 60"},
        ],
        weights={"ease": 1},
        gates={"customer_evidence": {"mode": "off"}},
        plugin_gates={"not-dear": {"action": "decline", "settings": {"most": 50}}},
        as_of="2026-03-01",
        _means=teller,
    )
    assert (found["A"].action, found["B"].action) == ("prioritize", "decline")
    assert found["B"].rule == "gate not-dear"


def test_what_the_workspace_states_wrongly_is_named_with_its_line(
    teller: Means, tmp_path: Path
) -> None:
    text = WORKSPACE.replace("{settings: {most: 50}}", "{settings: {mots: 50}}")
    with pytest.raises(InputError) as caught:
        evaluated(tmp_path, teller, text)
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.field) == (
        *("cximpact.yaml", 5),
        "plugin_gates.not-dear.settings.mots",
    )
    assert problem.hint == "did you mean 'most'?"


def test_a_gate_that_is_not_there_is_an_error_with_the_nearest_name(
    teller: Means, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        evaluated(tmp_path, teller, WORKSPACE.replace("not-dear:", "not-deer:"))
    [problem] = caught.value.problems
    assert (problem.line, problem.value) == (5, "not-deer")
    assert problem.hint == "did you mean 'not-dear'?"


def test_a_gate_of_the_method_is_set_under_gates(teller: Means, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        evaluated(
            tmp_path,
            teller,
            WORKSPACE.replace("not-dear: {settings: {most: 50}}", "customer-harm: warn"),
        )
    assert caught.value.problems[0].hint == "set it under gates: as customer_harm"


def test_a_crash_leaves_every_proposal_undetermined(teller: Means, tmp_path: Path) -> None:
    found = evaluated(tmp_path, teller, WORKSPACE.replace("Limits", "Crash"))
    assert {item.action for item in found} == {"revise"}
    assert all(item.gates[-1].outcome == "undetermined" for item in found)


def test_without_anybody_to_ask_nobody_passes(teller: Means, tmp_path: Path) -> None:
    from datetime import date

    from cximpact.pipeline import decide, read

    evaluated(tmp_path, teller)
    case, _ = read(read_spec(tmp_path), None, date(2026, 3, 1))
    gates = decide(case).decision.gates
    assert gates[-1].outcomes == ("undetermined",) * 3


def test_the_scorecard_in_a_result_is_a_scorecard_again(teller: Means, tmp_path: Path) -> None:
    from cximpact.intake.scorecards.scorecard_data import scorecard_data, scorecard_from_data

    stated = evaluated(tmp_path, teller).summary.scorecard
    assert stated["plugin_gates"] == {
        "not-dear": {"mode": "block", "action": "decline", "settings": {"most": 50}}
    }
    assert scorecard_data(scorecard_from_data(stated)) == stated


def test_a_schema_that_comes_to_no_end_is_ended(
    teller: Means, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cximpact.plugins.settings.rehearsal.DEADLINE", 2.0)
    stubborn = WORKSPACE.replace("not-dear: {settings: {most: 50}}", f"hard: {{settings: {WORD}}}")
    with pytest.raises(InputError, match="it comes to no end within 2 seconds"):
        evaluated(tmp_path, teller, stubborn)
