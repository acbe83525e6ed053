"""The reference pages leave nothing out: public names, commands, keys."""

from __future__ import annotations

import json

import pytest
from doc_blocks import ROOT

import cximpact
from cximpact.cli.group import cximpact as group
from cximpact.schemas import schema_names, schema_text

API, CLI, FILES, EVALUATION = (
    ROOT.joinpath("docs", "reference", f"{name}.md").read_text("utf-8")
    for name in ("api", "cli", "files", "evaluation")
)


@pytest.mark.parametrize("name", cximpact.__all__)
def test_every_public_name_is_in_the_api_reference(name: str) -> None:
    assert f"::: cximpact.{name}\n" in API


@pytest.mark.parametrize("command", sorted(group.list_commands(None)))
def test_every_command_shows_its_help(command: str) -> None:
    assert f"<!-- generated: cximpact {command} --help -->" in CLI


@pytest.mark.parametrize("name", schema_names())
def test_every_key_of_a_file_is_described(name: str) -> None:
    schema = json.loads(schema_text(name))
    keys = (schema if name in {"workspace", "scorecard", "evaluation"} else schema["items"])[
        "properties"
    ]
    page = EVALUATION if name == "evaluation" else FILES
    missing = [key for key in keys if f"| `{key}`" not in page]
    assert missing == []


def test_a_meaning_is_given_for_every_key_shown() -> None:
    empty = [
        line for page in (FILES, EVALUATION) for line in page.splitlines() if line.endswith("|  |")
    ]
    assert empty == []
