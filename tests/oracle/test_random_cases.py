"""Made-up workspaces, each evaluated by the library and by the second implementation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import method
import oracle_cases
import oracle_compare
import pytest

import cximpact

SEEDS = range(60)


@pytest.mark.parametrize("seed", SEEDS)
def test_library_and_oracle_agree_on_every_figure(seed: int, tmp_path: Path) -> None:
    oracle_cases.write_case(seed, tmp_path)
    oracle = method.evaluate(tmp_path)
    if oracle["selected"] is None:
        with pytest.raises(cximpact.InputError, match="no selection can obey"):
            cximpact.evaluate(tmp_path / "cximpact.yaml")
        return
    text = cximpact.evaluate(tmp_path / "cximpact.yaml", draws=400, selection_draws=100).to_json()
    result = json.loads(text)
    oracle = method.evaluate(tmp_path, oracle_compare.sure_of(result))
    found = oracle_compare.compare(result, oracle)
    assert not found.differences, "\n".join(found.differences[:20])


def test_the_cases_cover_the_method(tmp_path: Path) -> None:
    """Agreement says little about what turns up in no case."""
    seen: set[Any] = set()
    for seed in SEEDS:
        folder = tmp_path / str(seed)
        folder.mkdir()
        oracle_cases.write_case(seed, folder)
        seen |= features(method.evaluate(folder))
    wanted = {"share", "nps", "mean", "rate", "kpi", "infeasible", "withdrawn", "screened"}
    wanted |= {"approve", "defer", "revise", "decline", "missing score"}
    wanted |= {"crowded", "capped", "mandatory", "committed", "no cost", "required"}
    wanted |= {
        (gate, outcome)
        for gate in ("customer_harm", "customer_evidence", "customer_voice")
        for outcome in ("pass", "fail")
    }
    wanted |= {("customer_harm", "undetermined"), ("customer_evidence", "not applicable")}
    assert wanted <= seen


def features(oracle: dict[str, Any]) -> set[Any]:
    """Return what a case is made of, and what comes out of it."""
    found: set[Any] = set(oracle["actions"].values())
    measures = oracle["scorecard"].get("measures", {})
    found |= {measures[m["measure"]]["kind"] for m in oracle["measurements"]}
    for name, outcomes in oracle["outcomes"].items():
        found |= set(outcomes.items())
        item, scored = oracle["items"][name], oracle["scored"][name]
        found |= {item["status"], "mandatory" if item["mandatory"] else None}
        found |= {"screened" for effect in scored["effects"] if effect["screened"]}
        found |= {"missing score" for score in scored["scores"].values() if score is None}
        found |= {"no cost"} if oracle["costs"][name] is None else set()
        found |= {"required"} if item["requires"] & set(oracle["selected"] or ()) else set()
        for touched in scored["journey"].values():
            for one in touched.values():
                gains = [land["part"] for land in one["landings"] if land["part"] > 0]
                found |= {"capped"} if sum(gains) > one["net"] - one["harm"] + 1e-9 else set()
    if oracle["selected"] is None:
        found.add("infeasible")
    if oracle["crowding"]:
        found.add("crowded")
    if "withdrawn" in oracle["statuses"]:
        found.add("withdrawn")
    return found
