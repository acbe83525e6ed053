"""A survey to read from, and short ways to read files and surveys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from qualtrics_server import SURVEY, TOKEN, Brand, Survey
from survey_cases import SOURCES, response

from cximpact.testing import Run, run_source


@pytest.fixture
def survey() -> Survey:
    return Survey(
        questions={
            "QID1": ("Q1", "Wie zufrieden waren Sie mit der Entscheidung?"),
            "QID2": ("Q2", "Würden Sie uns empfehlen?"),
            "QID2_NPS_GROUP": ("Q2_NPS_GROUP", "Würden Sie uns empfehlen? - Gruppe"),
            "QID3_TEXT": ("Q3", "Was möchten Sie uns noch sagen?"),
        },
        embedded=("Journey", "CustomerName"),
        responses=[
            response(1, QID1=5, QID2=9, Journey="Handover", CustomerName="Wilhelmina F."),
            response(2, QID1=2, QID2=0, Journey="End of contract"),
            response(3, QID1=99, QID2="", Journey="Handover", QID3_TEXT="Kam spät"),
        ],
    )


@pytest.fixture
def brand(survey: Survey) -> Brand:
    return Brand({SURVEY: survey})


@pytest.fixture
def collected(brand: Brand) -> Callable[..., Run]:
    """Collect from the survey: ``collected(questions=[...])``."""

    def collect(**settings: Any) -> Run:
        said = {"datacenter": "fra1", "survey": SURVEY, "token": TOKEN, **settings}
        return run_source(SOURCES["survey-qualtrics"], said, transport=brand)

    return collect


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Run]:
    """Read a file of this text: ``read("a;b\\n1;2\\n", format="plain", questions=[...])``."""

    def read(content: str | bytes, **settings: Any) -> Run:
        path = tmp_path / settings.pop("file", "answers.csv")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        said = {"path": path.name, **settings}
        return run_source(SOURCES["survey-file"], said, folder=tmp_path)

    return read
