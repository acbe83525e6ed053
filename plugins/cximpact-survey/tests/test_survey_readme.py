"""The example of the README is one that a workspace takes."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import yaml
from survey_cases import SOURCES

README = Path(__file__).parents[1] / "README.md"


def test_the_settings_shown_fit_the_schema() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    (block,) = yaml.safe_load(text)["evidence"].values()
    settings = {**block["settings"], "token": "given by reference"}
    jsonschema.validate(settings, SOURCES[block["source"]].settings)
