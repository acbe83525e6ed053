"""What a workspace may write under `settings:`, as JSON Schema."""

from __future__ import annotations

from typing import Any

__all__ = ["FILE_SETTINGS", "FORMATS", "QUALTRICS_SETTINGS"]

FORMATS = ("plain", "qualtrics", "surveymonkey", "limesurvey", "a11")

_Schema = dict[str, Any]


def _text(description: str, **more: Any) -> _Schema:
    return {"type": "string", "minLength": 1, "description": description, **more}


def _texts(description: str) -> _Schema:
    return {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "uniqueItems": True,
        "description": description,
    }


_CODES: _Schema = {
    "type": "array",
    "items": {"type": ["string", "number"]},
    "description": "Answers that mean no opinion, such as 98, 99 or Don't know; never a number.",
}

_TOUCHPOINT: _Schema = {
    "description": "The touchpoint of the scorecard, or the column that tells it.",
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {
                "column": _text("The column that tells it."),
                "values": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "minLength": 1},
                    "description": "Their words: our touchpoints.",
                },
            },
            "required": ["column"],
            "additionalProperties": False,
        },
    ],
}

_SUCCESS: _Schema = {
    "type": "object",
    "properties": {
        "at_least": {"type": "number"},
        "at_most": {"type": "number"},
        "one_of": {"type": "array", "items": {"type": "number"}, "minItems": 1},
    },
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
    "description": (
        "The cut point: answers that count as a success become 1, all others 0. Leave it out"
        " where the measure in the scorecard says what counts."
    ),
}

_QUESTION: _Schema = {
    "type": "object",
    "properties": {
        "question": _text("Its ImportId, code or heading; 'heading [part]' for one of several."),
        "measure": _text("The measure of the scorecard it feeds."),
        "kind": {
            "enum": ["nps", "csat", "ces", "share"],
            "description": "What it asks; sets the usual scale: 0-10, 1-5, 1-7, 0-1.",
        },
        "scale": {
            "type": "array",
            "items": {"type": "number"},
            "minItems": 2,
            "maxItems": 2,
            "description": "Lowest and highest answer; any other answer is refused.",
        },
        "polarity": {
            "enum": ["higher_is_better", "lower_is_better"],
            "description": "lower_is_better turns answers round in their scale: 1 of 1-7 is 7.",
        },
        "success": _SUCCESS,
        "touchpoint": _TOUCHPOINT,
        "dont_know": _CODES,
        "words": {
            "type": "object",
            "additionalProperties": {"type": "number"},
            "description": "Answers in words: their number on the scale.",
        },
        "spread": {
            "type": "boolean",
            "description": "One answer is spread over several columns, one per choice.",
        },
    },
    "required": ["question", "measure"],
    "additionalProperties": False,
}

_COMMENT: _Schema = {
    "type": "object",
    "properties": {
        "question": _text("Its ImportId, code or heading."),
        "touchpoint": _TOUCHPOINT,
    },
    "required": ["question"],
    "additionalProperties": False,
}

_SHARED: dict[str, _Schema] = {
    "questions": {
        "type": "array",
        "items": _QUESTION,
        "description": "The questions that are evidence, and what they feed.",
    },
    "comments": {
        "type": "array",
        "items": _COMMENT,
        "description": "Questions answered in the customer's words; kept as text, never scored.",
    },
    "touchpoint": _TOUCHPOINT,
    "dont_know": _CODES,
    "keep": _texts("Further columns to keep; the only way for a personal field to be kept."),
    "columns": {
        "type": "object",
        "properties": {
            role: {"type": "string", "minLength": 1}
            for role in (
                "date",
                "id",
                "status",
                "finished",
                "submitted",
                "trust",
                "positive",
                "negative",
            )
        },
        "additionalProperties": False,
        "description": "Which column is what, where it is not headed as the format has it.",
    },
    "time_zone": _text(
        "The time zone days are counted in, such as Europe/Berlin; else the file's own.",
        examples=["Europe/Berlin"],
    ),
    "unfinished": {
        "enum": ["drop", "keep"],
        "default": "drop",
        "description": "What becomes of responses that were not finished.",
    },
}


def _settings(required: list[str], **properties: _Schema) -> _Schema:
    return {
        "type": "object",
        "properties": {**properties, **_SHARED},
        "required": required,
        "anyOf": [{"required": ["questions"]}, {"required": ["comments"]}],
        "additionalProperties": False,
    }


QUALTRICS_SETTINGS = _settings(
    ["survey", "token"],
    survey=_text("The survey's id.", pattern="^SV_[A-Za-z0-9]+$", examples=["SV_1a2B3c4D5e6F7g8"]),
    token={"type": "string", "secret": True, "description": "The API token."},
    datacenter=_text(
        "The data centre of the account, from its address.",
        pattern="^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$",
        examples=["fra1"],
    ),
    url=_text("The system's address, where it is not https://DATACENTER.qualtrics.com."),
    since=_text(
        "The first day whose responses are fetched.", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
    ),
    name=_text("What the survey is called in the rows; its id otherwise."),
    wait={
        "type": "number",
        "exclusiveMinimum": 0,
        "maximum": 1500,
        "default": 900,
        "description": "Seconds the export may take.",
    },
)

FILE_SETTINGS = _settings(
    ["path"],
    path={
        "description": "The file, or several of one form; from the workspace's folder.",
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
        ],
    },
    format={
        "enum": list(FORMATS),
        "default": "plain",
        "description": "Whose export it is.",
    },
    survey=_text("What the survey is called in the rows; the file's name otherwise."),
    encoding=_text("Of a CSV file, where it is not UTF-8.", examples=["cp1252"]),
    delimiter={
        "type": "string",
        "minLength": 1,
        "maxLength": 1,
        "description": "Between cells of a CSV file, where it is not told by its first line.",
    },
    dates={
        "description": "How days are written, such as %d.%m.%Y, where it is not year-month-day.",
        "anyOf": [
            {"type": "string", "minLength": 2},
            {"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1},
        ],
    },
    day=_text(
        "The day all rows carry, where the file has no dates.",
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    ),
    sheet=_text("Of a workbook, where it is not the first."),
)
