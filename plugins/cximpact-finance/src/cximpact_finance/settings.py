"""What a workspace may write under ``settings:`` of each source, as JSON Schemas."""

from __future__ import annotations

from typing import Any

__all__ = ["LEDGER", "SQL", "TRYTON"]

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1, "uniqueItems": True}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_CURRENCY = {
    "type": "string",
    "pattern": "^[A-Z]{3}$",
    "description": "Currency of amounts that name none, such as EUR.",
}
_SIGN = {
    "enum": ["cost_positive", "cost_negative"],
    "description": "How the system writes money that is spent: as 100 or as -100.",
}
_CREDITS = {
    "enum": ["refuse", "keep", "drop"],
    "default": "refuse",
    "description": "What becomes of amounts of the other sign, such as reversals.",
}
_LINES = {
    "enum": ["total", "each"],
    "default": "total",
    "description": "One row per place in the budget, in which reversals are settled, or per line.",
}
_PERIOD = {
    "enum": ["none", "year", "quarter", "month"],
    "default": "year",
    "description": "What budgets are made for; costs fall into the same periods.",
}
_ACCOUNT = {"type": "string", "pattern": r"^\S+$"}
_PLACES = ("category", "fund", "unit", "touchpoint", "measure", "channel")
_ACCOUNTS = {
    "type": "array",
    "minItems": 1,
    "description": "Ranges of accounts and what they mean; the first that holds an account counts.",
    "items": {
        "type": "object",
        "properties": {"from": _ACCOUNT, "to": _ACCOUNT, **dict.fromkeys(_PLACES, _TEXT)},
        "required": ["from"],
        "additionalProperties": False,
    },
}


def _schema(properties: dict[str, Any], *required: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


SQL = _schema(
    {
        "url": {
            **_TEXT,
            "description": "Address as SQLAlchemy writes it, such as postgresql://reader@db/ledger"
            " or sqlite:///ledger.db; by reference if a password is in it.",
        },
        "password": {**_TEXT, "secret": True, "description": "Password of the user in the url."},
        "query": {**_TEXT, "description": "One SELECT; :as_of and :since are filled in."},
        "query_file": {**_TEXT, "description": "File that holds the query."},
        "since": {**_DAY, "description": "The day that :since stands for."},
        "months": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1200,
            "description": "Months before the day of the decision that :since stands for.",
        },
        "money": {**_TEXTS, "description": "Columns that hold amounts, beside those of the kind."},
        "currency": _CURRENCY,
        "sign": _SIGN,
        "credits": _CREDITS,
        "timeout": {
            "type": "integer",
            "minimum": 1,
            "maximum": 3600,
            "default": 120,
            "description": "Seconds the database may take until the next rows.",
        },
        "batch": {
            "type": "integer",
            "minimum": 1,
            "maximum": 100_000,
            "default": 2000,
            "description": "Rows that are held in memory at once.",
        },
    },
    "url",
    oneOf=[{"required": ["query"]}, {"required": ["query_file"]}],
)

TRYTON = _schema(
    {
        "url": {"type": "string", "pattern": "^https?://", "description": "Address of the server."},
        "database": {
            "type": "string",
            "pattern": "^[A-Za-z0-9_.-]+$",
            "description": "Name of the database.",
        },
        "user": {**_TEXT, "description": "User, best one that may only read."},
        "password": {**_TEXT, "secret": True, "description": "The user's password."},
        "company": {**_TEXT, "description": "Name of the company; needed if there are several."},
        "ledger": {
            "enum": ["analytic", "general"],
            "default": "analytic",
            "description": "Which budgets are read: analytic ones, or those of the accounts.",
        },
        "costs": {
            "enum": ["booked", "budgeted"],
            "default": "booked",
            "description": "Costs of proposals: what is booked, or what is budgeted for them.",
        },
        "root": {**_TEXT, "description": "Analytic root whose accounts are the proposals."},
        "fund_root": {**_TEXT, "description": "Analytic root whose accounts are the funds."},
        "budget": {**_TEXT, "description": "Name of the budget, where several cover one period."},
        "match": {
            "type": "object",
            "additionalProperties": _TEXT,
            "description": "Code of an analytic account: number of its project, if they differ.",
        },
        "accounts": _ACCOUNTS,
        "period": _PERIOD,
        "drafts": {
            "type": "boolean",
            "default": False,
            "description": "Whether entries that are not posted count.",
        },
        "lines": _LINES,
        "credits": _CREDITS,
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 500,
            "description": "Records that are asked for at once.",
        },
    },
    "url",
    "database",
    "user",
    "password",
)

_COLUMN_NAMES = (
    "account date period amount debit credit side currency proposal fund category unit id ref"
).split()
_COLUMNS = _schema(
    dict.fromkeys(_COLUMN_NAMES, _TEXT),
    anyOf=[{"required": ["amount"]}, {"required": ["debit", "credit"]}],
)

LEDGER = _schema(
    {
        "path": {
            "anyOf": [_TEXT, _TEXTS],
            "description": "Files, seen from the workspace's folder; * stands for any characters.",
        },
        "sheet": {**_TEXT, "description": "Sheet of workbooks; needed if there are several."},
        "header_line": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 1,
            "description": "The line that the headers stand on.",
        },
        "encoding": {
            **_TEXT,
            "default": "utf-8-sig",
            "description": "Of CSV files; exports are often cp1252.",
        },
        "delimiter": {
            "type": "string",
            "minLength": 1,
            "maxLength": 1,
            "default": ",",
            "description": "What separates the cells of CSV files.",
        },
        "decimal": {"enum": [".", ","], "default": ".", "description": "Decimal sign of texts."},
        "thousands": {
            "enum": [".", ",", " ", "'", ""],
            "default": "",
            "description": "What stands between groups of three digits.",
        },
        "date_format": {
            **_TEXT,
            "default": "%Y-%m-%d",
            "description": "How days are written, such as %d.%m.%Y.",
        },
        "columns": {**_COLUMNS, "description": "Ours: theirs."},
        "debit_mark": {**_TEXT, "default": "D", "description": "What `side` says of a debit."},
        "credit_mark": {**_TEXT, "default": "C", "description": "What `side` says of a credit."},
        "accounts": _ACCOUNTS,
        "period": _PERIOD,
        "currency": _CURRENCY,
        "sign": _SIGN,
        "credits": _CREDITS,
        "lines": _LINES,
    },
    "path",
    "columns",
)
