"""The sources in real workspaces: the same figures as from files, failures that cost little."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from cximpact.testing import WorkspaceRunner

SCORECARD: dict[str, Any] = {
    "promise": "What was promised, kept.",
    "criteria": {"journey": {"kind": "journey", "weight": 1}},
    "journey": {"stages": {"pay": {"touchpoints": {"billing": {"volume": 1000}}}}},
    "measures": {
        "refunds": {
            "kind": "rate",
            "anchors": {"broken": 0.3, "reliable": 0.1, "differentiating": 0.001},
        }
    },
}
EFFECTS = "proposal,touchpoint,change\nletters,billing,improves\nportal,billing,improves a little\n"
REFUNDS = "".join(f"4701,2026-01-{day:02},12.50,,EUR,R-{day}\n" for day in range(1, 29))
PROPOSALS_SQL = (
    "SELECT * FROM (VALUES ('letters', 'Letters'), ('portal', 'Portal')) AS p (id, title)"
)
COSTS_SQL = (
    "SELECT project AS proposal, fund, to_char(booked, 'YYYY') AS period, amount, currency,"
    " 'cost_line/' || id AS ref FROM cost_line WHERE booked <= :as_of AND amount < 1e9 ORDER BY id"
)
PLAN = "fund,year,limit\nopex,2026,-50000.00\n"
EVIDENCE: dict[str, Any] = {
    "channel": "complaint",
    "columns": {"date": "date"},
    "map": [{"touchpoint": "billing", "measure": "refunds"}],
}


def written(folder: Path, name: str, workspace: dict[str, Any], **files: str) -> WorkspaceRunner:
    """Write a workspace in a folder of its own."""
    runner = WorkspaceRunner(folder / name)
    (folder / name).mkdir()
    whole = {"scorecard": "scorecard.yaml", "as_of": "2026-03-01", "currency": "EUR", **workspace}
    runner.write({"scorecard.yaml": SCORECARD, "effects.csv": EFFECTS})
    runner.write({each.replace("_", "."): text for each, text in files.items()})
    runner.write({"cximpact.yaml": {**whole, "effects": "effects.csv"}})
    return runner


def from_systems(url: str) -> dict[str, Any]:
    """Return a workspace that reads a database and exports."""
    secret = {"$env": "LEDGER_PASSWORD"}
    sql = {"url": url, "password": secret}
    refunds = {
        "path": "refunds.csv",
        "columns": {"account": "account", "date": "date", "debit": "debit", "credit": "credit",
                    "currency": "currency", "ref": "document"},
        "accounts": [{"from": "4700", "to": "4799", "touchpoint": "billing"}],
    }  # fmt: skip
    plan = {
        "path": "plan.csv",
        "sign": "cost_negative",
        "currency": "EUR",
        "columns": {"fund": "fund", "period": "year", "amount": "limit"},
    }
    costs = {**sql, "query": COSTS_SQL, "sign": "cost_positive"}
    return {
        "proposals": {"source": "finance-sql", "settings": {**sql, "query": PROPOSALS_SQL}},
        "costs": {"source": "finance-sql", "settings": costs},
        "budgets_from": {"source": "finance-ledger", "settings": plan},
        "evidence": {"refunds": {"source": "finance-ledger", "settings": refunds, **EVIDENCE}},
    }


FROM_FILES: dict[str, Any] = {
    "proposals": "proposals.csv",
    "costs": "costs.csv",
    "budgets_from": {"path": "budgets.csv"},
    "evidence": {"refunds": {"path": "refunds.csv", **EVIDENCE}},
}


def figures(evaluation: Any) -> list[Any]:
    """Return what was recommended, figure by figure."""
    whole = json.loads(evaluation.to_json())
    said = [{**each, "gates": [], "reasons": []} for each in whole["recommendations"]]
    for each in said:
        each.pop("cost_evidence", None)
        for criterion in each["criteria"]:
            criterion.pop("evidence", None)
    budgets = [{**each, "origin": ""} for each in whole["budgets"]]
    places = [
        (each["touchpoint"] if "touchpoint" in each else each["id"], each["condition"], each["sd"])
        for each in whole["touchpoints"]
    ]
    return [said, budgets, places]


def test_systems_give_the_same_figures_as_files(postgres: Any, tmp_path: Path) -> None:
    """Proposals and costs from PostgreSQL, budgets and refunds from exports."""
    head = "account,date,debit,credit,currency,document\n"
    systems = written(
        tmp_path, "systems", from_systems(postgres.url()), refunds_csv=head + REFUNDS,
        plan_csv=PLAN,
    )  # fmt: skip
    files = written(
        tmp_path, "files", FROM_FILES, refunds_csv=head + REFUNDS,
        proposals_csv="id,title\nletters,Letters\nportal,Portal\n",
        costs_csv="proposal,fund,period,amount,currency\nletters,opex,2026,45000.10,EUR\n",
        budgets_csv="id,limit,currency,fund,period\nopex-2026,50000.00,EUR,opex,2026\n",
    )  # fmt: skip
    env = {"LEDGER_PASSWORD": "s3cret&reader"}
    collected = systems.evaluate(env=env)
    assert figures(collected) == figures(files.evaluate())
    assert collected["letters"].cost.amount == Decimal("45000.10")
    assert "cost_line/1" in json.dumps(json.loads(collected.to_json())["recommendations"][0])
    again = systems.evaluate("--offline")
    assert again.to_json() == collected.to_json()
    found = [path for path in systems.folder.rglob("*") if path.is_file()]
    assert not [path for path in found if b"s3cret&reader" in path.read_bytes()]


def test_a_database_out_of_reach_costs_its_evidence_only(tmp_path: Path) -> None:
    """Refunds by SQL are missing, and the result says so; nothing becomes zero."""
    settings = {
        "url": "postgresql://reader@127.0.0.1:1/ledger",
        "query": "SELECT voucher AS ref, paid AS date FROM refund",
        "timeout": 2,
    }
    workspace = {
        "proposals": {"rows": [{"id": "letters", "title": "Letters"}, {"id": "portal"}]},
        "evidence": {"refunds": {"source": "finance-sql", "settings": settings, **EVIDENCE}},
    }
    runner = written(tmp_path, "w", workspace)
    done = runner.run("evaluate")
    assert done.code == 0, done.err
    assert "refunds" in done.out + done.err
    assert runner.run("evaluate", "--strict").code == 3
