"""A workspace whose proposals, costs, budgets and evidence come from a source called desk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pretended_runs import Rows

SCORECARD: dict[str, Any] = {
    "id": "small",
    "version": "1",
    "criteria": {
        "ease": {"group": "customer", "weight": 30},
        "journey": {"group": "customer", "kind": "journey", "weight": 50},
        "saving": {
            "group": "business",
            "kind": "quantity",
            "unit": "EUR",
            "weight": 20,
            "value_points": {"-100": -1, "0": 0, "100": 1},
        },
    },
    "journey": {"stages": {"all": {"touchpoints": {"decide": {}, "pay": {}}}}},
    "measures": {
        "csat": {
            "kind": "share",
            "success": {"at_least": 4},
            "anchors": {"broken": 0.3, "reliable": 0.7, "differentiating": 0.9},
        },
        "complaints": {
            "kind": "rate",
            "anchors": {"broken": 0.3, "reliable": 0.1, "differentiating": 0.02},
        },
    },
}
WORKSPACE: dict[str, Any] = {
    "scorecard": "scorecard.json",
    "as_of": "2026-03-01",
    "currency": "EUR",
    "proposals": {
        "source": "desk",
        "settings": {"site": "https://desk.example", "token": {"$env": "DESK_TOKEN"}},
        "columns": {"title": "summary", "cost": "price", "quantities": {"saving": "saved"}},
    },
    "costs": {"source": "desk", "settings": {"site": "books"}},
    "budgets_from": {"source": "desk"},
    "effects": {"rows": [{"proposal": "letters", "touchpoint": "decide", "change": "improves"}]},
    "evidence": {
        "csat": {
            "source": "desk",
            "columns": {"date": "answered", "value": "score"},
            "map": [{"touchpoint": "decide", "measure": "csat", "channel": "survey"}],
        },
        "calls": {
            "source": "desk",
            "settings": {"days": 90},
            "key": ["id"],
            "columns": {"date": "called", "exposure": "customers"},
            "map": [{"touchpoint": "pay", "measure": "complaints", "channel": "call"}],
        },
    },
}
PROPOSALS: Rows = [
    {
        "id": "letters",
        "summary": "Letters",
        "ease": "2",
        "price": None,
        "saved": "40",
        "ref": "P-1",
    },
    {"id": "limits", "summary": "Limits", "ease": "-1", "price": "50", "saved": None, "ref": "P-2"},
    {"id": "kiosk", "summary": "Kiosk", "ease": None, "price": None, "saved": "10", "ref": "P-3"},
]
COSTS: Rows = [
    {"proposal": "letters", "amount": "400.000", "currency": "EUR", "fund": "capex", "ref": "B-2"},
    {"proposal": "letters", "amount": "0.10", "currency": "EUR", "fund": "capex", "ref": "B-1"},
    {"proposal": "kiosk", "amount": "700", "currency": "EUR", "fund": "opex", "ref": "B-3"},
]
BUDGETS: Rows = [
    {"id": "capital", "limit": "1000", "currency": "EUR", "fund": "capex"},
    {"id": "running", "limit": "600.50", "currency": "EUR", "fund": "opex", "ref": "L-2"},
]
CSAT: Rows = [
    {"answered": f"2026-01-{day:02}", "score": str(1 + day % 5), "ref": f"K-{day}"}
    for day in range(1, 29)
]
CALLS: Rows = [
    {"id": f"{n}", "called": "2026-02-03T08:00:00Z", "customers": None, "ref": f"C-{n}"}
    for n in range(9)
] + [{"id": "x", "called": "2026-02-04", "customers": "500", "ref": "C-x"}]
ANSWERS: dict[str, Rows] = {
    "proposals": PROPOSALS,
    "costs": COSTS,
    "budgets_from": BUDGETS,
    "evidence.csat": CSAT,
    "evidence.calls": CALLS,
}


def write_workspace(folder: Path, **changes: Any) -> Path:
    """Write the workspace; a change of None takes a part away."""
    folder.mkdir(parents=True, exist_ok=True)
    data = {key: part for key, part in {**WORKSPACE, **changes}.items() if part is not None}
    (folder / "cximpact.yaml").write_text(json.dumps(data, indent=1), "utf-8")
    (folder / "scorecard.json").write_text(json.dumps(SCORECARD), "utf-8")
    return folder
