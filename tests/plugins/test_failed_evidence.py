"""A source of a plugin that fails costs its own evidence, and the result says so everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_distributions import on_path, write_module

import cximpact
from cximpact.plugins.hosting.means import Means

CODE = """
    from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("post", "Letters for tests")

    def collect(request, context):
        if context.settings.get("broken"):
            raise RuntimeError("the letter box is jammed")
        yield [{"date": "2026-02-01", "value": value} for value in (1, 0) * 50]

    @hookimpl
    def cximpact_evidence_sources():
        settings = {"type": "object", "properties": {"broken": {"type": "boolean"}}}
        return [EvidenceSource("post", "Letters", ("observations",), settings, collect)]
"""
POINTS = {"bill": {"title": "Monthly bill"}, "call": {"title": "Call"}}
CARD = {
    "criteria": {"felt": {"kind": "journey", "weight": 1}},
    "journey": {"stages": {"use": {"touchpoints": POINTS}}},
    "measures": {
        "solved": {
            "kind": "share",
            "success": {"equals": 1},
            "anchors": {"broken": 0.5, "reliable": 0.8, "differentiating": 0.95},
        }
    },
}


@pytest.fixture(scope="module", autouse=True)
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("site")
    write_module(folder, "post", CODE)
    with on_path(folder):
        yield


def evaluated(folder: Path, *, broken: bool) -> cximpact.Evaluation:
    pilot = {"basis": "pilot", "source": "Pilot", "date": "2026-01-15"}
    effects = [
        {"proposal": "A", "touchpoint": "bill", "change": 0.2, **pilot},
        {"proposal": "B", "touchpoint": "call", "change": 0.2, **pilot},
    ]
    spec = {
        "scorecard": "scorecard.json",
        "as_of": "2026-03-01",
        "proposals": {"rows": [{"id": key, "statement": "You wait less."} for key in "AB"]},
        "effects": {"rows": effects},
        "evidence": {
            "letters": {
                "source": "post",
                "settings": {"broken": broken},
                "map": [{"touchpoint": "bill", "measure": "solved", "channel": "survey"}],
            }
        },
    }
    (folder / "scorecard.json").write_text(json.dumps(CARD), "utf-8")
    (folder / "cximpact.yaml").write_text(json.dumps(spec), "utf-8")
    return cximpact.evaluate(folder, _means=Means(environ={"CXIMPACT_PLUGINS": "post"}))


def outcomes(found: cximpact.Evaluation, proposal: str) -> dict[str, str]:
    return {gate.gate: gate.outcome for gate in found[proposal].gates}


def test_gates_that_need_what_failed_are_undetermined_and_others_answer(tmp_path: Path) -> None:
    """With its letters A passes voice and evidence; B, at the call, fails both either way."""
    (tmp_path / "whole").mkdir()
    (tmp_path / "part").mkdir()
    whole = evaluated(tmp_path / "whole", broken=False)
    part = evaluated(tmp_path / "part", broken=True)
    for gate in ("customer_voice", "customer_evidence"):
        assert outcomes(whole, "A")[gate] == "pass"
        assert outcomes(part, "A")[gate] == "undetermined"
        assert outcomes(whole, "B")[gate] == outcomes(part, "B")[gate] == "fail"
    assert part["A"].action == "revise"
    [missing] = part.summary.missing
    assert missing.name == "evidence.letters"
    assert "the letter box is jammed" in missing.reason
    assert "the letter box is jammed" in " ".join(part.problems)
    assert "the letter box is jammed" in part.explain("A")
    assert "jammed" not in part.explain("B")
    sd = {cell.touchpoint: cell.sd for cell in part.touchpoints}
    assert sd["bill"] > {cell.touchpoint: cell.sd for cell in whole.touchpoints}["bill"]
    assert part.id != whole.id


def test_strict_stops_where_a_source_failed(tmp_path: Path) -> None:
    evaluated(tmp_path, broken=True)
    means = Means(environ={"CXIMPACT_PLUGINS": "post"})
    with pytest.raises(cximpact.SourceError, match="jammed"):
        cximpact.evaluate(tmp_path, strict=True, _means=means)
