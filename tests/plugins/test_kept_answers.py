"""A saved evaluation keeps what gates of plugins answered, and is replayed without them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_distributions import on_path, write_module

import cximpact
from cximpact.plugins.hosting.means import Means

CODE = """
    from cximpact.plugins import Gate, GateAnswer, PluginInfo, hookimpl

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("keeper", "Gates for tests")

    def judge(proposal, settings):
        if settings["most"] == 13:
            raise RuntimeError("unlucky")
        if float(proposal["cost"]["amount"]) > settings["most"]:
            return GateAnswer("fail", f"It costs more than {settings['most']}.", "Make it cheaper.")
        return GateAnswer("pass", "")

    @hookimpl
    def cximpact_gates():
        most = {"type": "number", "minimum": 0, "default": 100}
        schema = {"type": "object", "properties": {"most": most}, "additionalProperties": False}
        return [Gate("thrifty", "Is it cheap?", judge, schema)]
"""
ROWS = [
    {"id": "A", "title": "Letters", "ease": 2, "cost": "EUR 40"},
    {"id": "B", "title": "Limits", "ease": 2, "cost": "EUR 60"},
    {"id": "C", "title": "Old", "ease": 2, "cost": "EUR 60", "status": "withdrawn"},
]
CARD = {"criteria": {"ease": {"weight": 1}}, "plugin_gates": {"thrifty": {"action": "decline"}}}
NOBODY = Means(environ={"CXIMPACT_PLUGINS": "none"})


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Means]:
    folder = tmp_path_factory.mktemp("site")
    write_module(folder, "keeper", CODE)
    with on_path(folder):
        yield Means(environ={"CXIMPACT_PLUGINS": "keeper"})


def decided(folder: Path, means: Means, most: int = 50) -> cximpact.Evaluation:
    spec = {
        "scorecard": "scorecard.json",
        "as_of": "2026-03-01",
        "plugin_gates": {"thrifty": {"settings": {"most": most}}},
        "proposals": {"rows": ROWS},
        "gates": {"customer_evidence": "off", "customer_statement": "off"},
    }
    folder.mkdir()
    (folder / "scorecard.json").write_text(json.dumps(CARD), "utf-8")
    (folder / "cximpact.yaml").write_text(json.dumps(spec), "utf-8")
    return cximpact.evaluate(folder, _means=means)


@pytest.mark.parametrize("most", [50, 13])
def test_a_saved_evaluation_gives_the_same_bytes_without_the_plugin(
    keeper: Means, tmp_path: Path, most: int
) -> None:
    """Whether the gate answered, or crashed; and again when the replay is saved and replayed."""
    found = decided(tmp_path / "work", keeper, most)
    assert found["B"].action == ("decline" if most == 50 else "revise")
    first = found.save(tmp_path / "saved") / "inputs"
    again = cximpact.evaluate(first, _means=NOBODY)
    assert again.to_json() == found.to_json()
    assert again.explain("B") == found.explain("B")
    second = again.save(tmp_path / "twice") / "inputs"
    assert cximpact.evaluate(second, _means=NOBODY).to_json() == found.to_json()
    assert (second / "plugin_gates.json").read_bytes() == (first / "plugin_gates.json").read_bytes()
    cximpact.load(first)


def test_the_file_says_who_judged_what_and_how(keeper: Means, tmp_path: Path) -> None:
    folder = decided(tmp_path / "work", keeper).save(tmp_path / "saved")
    [gate] = json.loads((folder / "inputs" / "plugin_gates.json").read_text("utf-8"))["gates"]
    assert (gate["gate"], gate["origin"], gate["failed"]) == ("thrifty", "cx-keeper 1.0", False)
    assert gate["answers"] == {
        "A": {"outcome": "pass", "reason": "It gives no reason.", "cure": ""},
        "B": {
            "outcome": "fail",
            "reason": "It costs more than 50.",
            "cure": "Make it cheaper.",
        },
    }


def test_without_gates_of_plugins_nothing_is_kept(tmp_path: Path) -> None:
    found = cximpact.evaluate(proposals=ROWS[:1], weights={"ease": 1}, as_of="2026-03-01")
    saved = found.save(tmp_path / "saved") / "inputs"
    assert not (saved / "plugin_gates.json").exists()
    assert "gate_answers" not in json.loads((saved / "cximpact.yaml").read_text("utf-8"))


def refused(folder: Path) -> str:
    with pytest.raises(cximpact.InputError) as caught:
        cximpact.evaluate(folder, _means=NOBODY)
    return str(caught.value)


def changed(file: Path, change: Callable[[Any], None]) -> None:
    data = json.loads(file.read_text("utf-8"))
    change(data)
    file.write_text(json.dumps(data), "utf-8")


def test_answers_that_were_changed_or_lost_are_refused(keeper: Means, tmp_path: Path) -> None:
    inputs = decided(tmp_path / "work", keeper).save(tmp_path / "saved") / "inputs"
    file = inputs / "plugin_gates.json"
    file.write_bytes(file.read_bytes().replace(b'"fail"', b'"pass"'))
    assert "these are not the answers that were kept" in refused(inputs)
    file.unlink()
    assert "plugin_gates.json" in refused(inputs)


def test_answers_to_another_question_are_refused(keeper: Means, tmp_path: Path) -> None:
    """Other settings, other figures, another proposal."""
    found = decided(tmp_path / "work", keeper)

    def rows(data: Any) -> None:
        data["proposals"]["rows"][0]["cost"] = "EUR 41"

    def more(data: Any) -> None:
        data["proposals"]["rows"].append({"id": "D", "ease": 1, "cost": "EUR 1"})

    def settings(data: Any) -> None:
        data["plugin_gates"]["thrifty"]["settings"]["most"] = 51

    for number, change in enumerate((rows, more, settings)):
        inputs = found.save(tmp_path / f"saved{number}") / "inputs"
        changed(inputs / "cximpact.yaml", change)
        said = refused(inputs)
        assert "the kept answers of this gate were given" in said
        assert "gate_answers" in said


def test_a_saved_gate_may_be_made_to_warn_only(keeper: Means, tmp_path: Path) -> None:
    inputs = decided(tmp_path / "work", keeper).save(tmp_path / "saved") / "inputs"
    changed(
        inputs / "cximpact.yaml", lambda data: data["plugin_gates"]["thrifty"].update(mode="warn")
    )
    found = cximpact.evaluate(inputs, _means=NOBODY)
    assert found["B"].gates[-1].outcome == "fail"
    assert found["B"].action != "decline"


@pytest.mark.parametrize(
    "text", ["[]", '{"format": "cximpact-gate-answers/1", "gates": [{}]}', "{"]
)
def test_a_file_that_holds_no_answers_is_refused(keeper: Means, tmp_path: Path, text: str) -> None:
    from hashlib import sha256

    inputs = decided(tmp_path / "work", keeper).save(tmp_path / "saved") / "inputs"
    (inputs / "plugin_gates.json").write_text(text, "utf-8")
    wanted = sha256(text.encode()).hexdigest()
    changed(inputs / "cximpact.yaml", lambda data: data["gate_answers"].update(sha256=wanted))
    assert "plugin_gates.json" in refused(inputs)
