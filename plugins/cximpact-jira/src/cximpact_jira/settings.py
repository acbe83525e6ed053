"""What a workspace writes under ``settings:`` of each source, as JSON Schemas."""

from __future__ import annotations

from typing import Any

__all__ = ["ISSUES", "PROPOSALS", "SATISFACTION"]

_NAMES: dict[str, Any] = {
    "oneOf": [
        {"type": "string", "minLength": 1},
        {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
    ]
}

_FIELDS: dict[str, Any] = {
    "description": "More fields as columns: a list of their names or ids, or column: field.",
    "oneOf": [
        {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True},
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    ],
    "default": [],
}

_SITE: dict[str, Any] = {
    "site": {
        "description": "Address of the site, or of the API gateway for an OAuth app.",
        "type": "string",
        "pattern": "^https?://",
        "examples": ["https://example.atlassian.net"],
    },
    "auth": {
        "description": "token: e-mail and API token. bearer: an OAuth 2.0 access token.",
        "enum": ["token", "bearer"],
        "default": "token",
    },
    "email": {"description": "Whose API token it is.", "type": "string", "minLength": 3},
    "token": {"description": "The token.", "type": "string", "minLength": 1, "secret": True},
    "project": {"description": "Key of a project, or keys.", **_NAMES},
    "jql": {
        "description": "Which issues, in JQL, without ORDER BY.",
        "type": "string",
        "minLength": 1,
    },
    "page_size": {
        "description": "How many issues to ask for at once; Jira may send fewer.",
        "type": "integer",
        "minimum": 1,
        "maximum": 5000,
        "default": 100,
    },
}

_PERIOD: dict[str, Any] = {
    "months": {
        "description": "Only issues created in so many months before the day of the decision.",
        "type": "integer",
        "minimum": 1,
        "maximum": 240,
        "default": 24,
    },
    "time_zone": {
        "description": "The time zone in which days are counted, such as Europe/Berlin.",
        "type": "string",
        "default": "UTC",
    },
}


def _schema(own: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**_SITE, **own},
        "required": ["site", "token"],
        "anyOf": [{"required": ["project"]}, {"required": ["jql"]}],
        "if": {"not": {"properties": {"auth": {"const": "bearer"}}, "required": ["auth"]}},
        "then": {"required": ["email"]},
        "additionalProperties": False,
    }


PROPOSALS = _schema(
    {
        "fields": _FIELDS,
        "unit": {
            "description": "The field that names the unit. Left out: the project.",
            "type": "string",
            "default": "project",
        },
        "statement": {
            "description": "The field that says what changes for the customer.",
            "type": "string",
            "default": "description",
        },
        "requires": {
            "description": "Words of links to what it cannot do without: is blocked by.",
            **_NAMES,
        },
        "customer_links": {
            "description": "Words of links to customer-reported issues, which are counted.",
            **_NAMES,
        },
        "customer_projects": {
            "description": "Only linked issues of these projects are counted.",
            **_NAMES,
        },
    }
)

ISSUES = _schema(
    {
        **_PERIOD,
        "fields": _FIELDS,
        "reopened": {
            "description": "Whether to count, from the history, how often each was reopened.",
            "type": "boolean",
            "default": False,
        },
        "channel": {
            "description": "How the word reached us.",
            "type": "string",
            "minLength": 1,
            "default": "complaint",
        },
    }
)

SATISFACTION = _schema(
    {
        **_PERIOD,
        "fields": _FIELDS,
        "rating": {
            "description": "The field of the rating. Left out: found by its type.",
            "type": "string",
            "minLength": 1,
        },
        "rated": {
            "description": "The field of the day of the rating. Left out: found by its type.",
            "type": "string",
            "minLength": 1,
        },
        "channel": {
            "description": "How the word reached us.",
            "type": "string",
            "minLength": 1,
            "default": "survey",
        },
    }
)
