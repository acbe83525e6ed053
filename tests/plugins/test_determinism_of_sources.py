"""Same rows, same bytes: whatever the hash seed, time zone, threads, order of rows or blocks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fake_distributions import write_module

PROGRAM = "import sys, cximpact; sys.stdout.write(cximpact.evaluate(sys.argv[1]).to_json())"
CODE = """
    import random
    from pathlib import Path

    from cximpact.plugins import EvidenceSource, Gate, GateAnswer, PluginInfo, hookimpl

    WORDS = ["Wait", "Bill", "Call", "Form", "Wall"]
    ROWS = {
        "proposals": [
            {"id": f"P{n}", "name": w, "ease": n - 2, "kind": "xy"[n % 2], "ref": f"R-{w}"}
            for n, w in enumerate(WORDS)
        ],
        "costs": [
            {"proposal": f"P{n % 5}", "amount": f"{n}.10", "currency": "EUR", "ref": f"B-{n}"}
            for n in range(9)
        ],
        "budgets": [{"id": "all", "limit": "20", "currency": "EUR", "ref": "L-1"}],
        "observations": [
            {"on": f"2026-0{1 + n % 2}-0{1 + n % 9}", "score": 1 + n % 5, "where": f"t{n % 3}"}
            for n in range(40)
        ],
    }

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("mixer", "Rows in any order")

    def collect(request, context):
        if context.settings.get("broken"):
            raise RuntimeError("it is jammed")
        order = int((Path(context.folder) / "order.txt").read_text())
        rows = random.Random(order).sample(ROWS[request.kind], len(ROWS[request.kind]))
        cut = order % (len(rows) + 1)
        yield [dict(sorted(row.items(), reverse=bool(order % 2))) for row in rows[:cut]]
        yield rows[cut:]

    @hookimpl
    def cximpact_evidence_sources():
        settings = {"type": "object", "properties": {"broken": {"type": "boolean"}}}
        return [EvidenceSource("mixer", "Rows", tuple(ROWS), settings, collect)]

    @hookimpl
    def cximpact_gates():
        return [Gate("named", "Is it named?", lambda p, s: GateAnswer("pass", p["title"]))]
"""
POINTS = {f"t{n}": {"title": f"Point {n}"} for n in range(3)}
CARD = {
    "criteria": {
        "felt": {"kind": "journey", "weight": 2},
        "ease": {"weight": 1, "scale": [-3, 0, 3]},
    },
    "journey": {"stages": {"use": {"touchpoints": POINTS}}},
    "measures": {
        "csat": {
            "kind": "share",
            "success": {"at_least": 4},
            "anchors": {"broken": 0.2, "reliable": 0.5, "differentiating": 0.9},
        }
    },
}
RULES = [{"touchpoint": {"column": "where"}, "measure": "csat", "channel": "survey"}]
BLOCK = {"source": "mixer", "columns": {"date": "on", "value": "score"}, "map": RULES}
EVIDENCE = {
    "asked": BLOCK,
    "jammed": {**BLOCK, "settings": {"broken": True}, "map": [{**RULES[0], "touchpoint": "t1"}]},
}
WORKSPACE: dict[str, Any] = {
    "scorecard": "scorecard.json",
    "as_of": "2026-03-01",
    "plugin_gates": {"named": "block"},
    "proposals": {"source": "mixer", "columns": {"title": "name"}},
    "costs": {"source": "mixer"},
    "budgets_from": {"source": "mixer"},
    "screening": [{"when": {"kind": "x"}, "effects": [{"touchpoint": "t0", "change": "improves"}]}],
    "effects": {"rows": [{"proposal": "P2", "touchpoint": "t1", "change": "worsens"}]},
    "evidence": EVIDENCE,
}
LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "DUCKDB_THREADS")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_module(folder, "mixer", CODE)
    return folder


def evaluated(
    site: Path, folder: Path, *, order: int = 0, data: dict[str, Any] = WORKSPACE, **environ: str
) -> str:
    folder.mkdir()
    (folder / "order.txt").write_text(str(order), "utf-8")
    (folder / "scorecard.json").write_text(json.dumps(CARD), "utf-8")
    (folder / "cximpact.yaml").write_text(json.dumps(data), "utf-8")
    path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH"))))
    known = {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": path, "CXIMPACT_PLUGINS": "mixer"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, **known, **environ},
    ).stdout


@pytest.fixture(scope="module")
def expected(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    found = evaluated(site, tmp_path_factory.mktemp("plain") / "work")
    data = json.loads(found)
    assert [each["name"] for each in data["missing"]] == ["evidence.jammed"]
    assert data["budgets"][0]["origin"].endswith(": L-1")
    assert {gate["gate"] for gate in data["recommendations"][0]["gates"]} >= {"named"}
    return found


@pytest.mark.parametrize(
    ("seed", "zone", "threads"),
    [
        ("1", "UTC", "1"),
        ("2", "Pacific/Kiritimati", "2"),
        ("3", "America/St_Johns", "1"),
        ("4", "Asia/Kathmandu", "2"),
        ("5", "Europe/London", "4"),
    ],
)
def test_surroundings_change_no_byte(
    site: Path, tmp_path: Path, expected: str, seed: str, zone: str, threads: str
) -> None:
    environ = {"PYTHONHASHSEED": seed, "TZ": zone, **dict.fromkeys(LIMITS, threads)}
    assert evaluated(site, tmp_path / "work", **environ) == expected


@pytest.mark.parametrize("order", [1, 8])
def test_the_order_of_rows_and_columns_changes_no_byte(
    site: Path, tmp_path: Path, expected: str, order: int
) -> None:
    assert evaluated(site, tmp_path / "work", order=order) == expected


def test_the_order_of_blocks_changes_no_byte(site: Path, tmp_path: Path, expected: str) -> None:
    turned = {**WORKSPACE, "evidence": dict(reversed(EVIDENCE.items()))}
    data = dict(reversed(turned.items()))
    assert evaluated(site, tmp_path / "work", data=data) == expected
