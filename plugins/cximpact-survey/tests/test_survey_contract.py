"""The contracts of the author's kit: the plugin, the system, and a file of each form."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from qualtrics_server import SURVEY, TOKEN, Brand, Survey, at

from cximpact.plugins.http import Transport
from cximpact.testing import NetworkSourceContract, PluginContract, SourceContract

FILES = Path(__file__).parent / "files"
MEASURES = {
    "csat": {
        "kind": "share",
        "success": {"at_least": 4},
        "anchors": {"broken": 0.5, "reliable": 0.8, "differentiating": 0.95},
    },
    "nps": {"kind": "nps", "anchors": {"broken": -20, "reliable": 20, "differentiating": 60}},
    "effort": {
        "kind": "mean",
        "scale": [1, 7],
        "anchors": {"broken": 3, "reliable": 5, "differentiating": 6.5},
    },
    "yes": {
        "kind": "share",
        "success": {"at_least": 1},
        "anchors": {"broken": 0.5, "reliable": 0.8, "differentiating": 0.95},
    },
}


class TestPlugin(PluginContract):
    plugin = "cximpact_survey.plugin"
    name = "survey"
    clients = ("openpyxl", "urllib3")


class Surveys:
    """What all blocks share."""

    plugin = "cximpact_survey.plugin"
    measures: ClassVar[dict[str, Any]] = MEASURES
    touchpoints = ("decision", "billing", "handover")


class TestQualtrics(Surveys, NetworkSourceContract):
    source = "survey-qualtrics"
    queries = (f"/API/v3/surveys/{SURVEY}/export-responses",)
    set_aside = ("no value (missing)",)
    settings: ClassVar[dict[str, Any]] = {
        "datacenter": "fra1",
        "survey": SURVEY,
        "token": TOKEN,
        "dont_know": [99],
        "questions": [
            {"question": "QID1", "measure": "csat", "kind": "csat", "touchpoint": "decision"},
            {"question": "QID2", "measure": "nps", "kind": "nps", "touchpoint": "handover"},
        ],
    }

    def transport(self) -> Transport:
        base = {"status": 0, "finished": 1}
        answers = [(5, 10), (99, 3), (2, ""), (4, 7), (1, 0)]
        return Brand(
            {
                SURVEY: Survey(
                    {"QID1": ("Q1", "Zufrieden?"), "QID2": ("Q2", "Empfehlen?")},
                    responses=[
                        {
                            **base,
                            "endDate": at(f"2026-01-{day + 10}"),
                            "_recordId": f"R_{day}",
                            "QID1": first,
                            "QID2": second,
                        }
                        for day, (first, second) in enumerate(answers)
                    ],
                )
            }
        )


class FileContract(Surveys, SourceContract):
    """A file of one form."""

    source = "survey-file"
    folder = FILES


del SourceContract


class TestSurveyMonkey(FileContract):
    set_aside = ("no value (missing)", "measure not given")
    settings: ClassVar[dict[str, Any]] = {
        "path": "surveymonkey.csv",
        "format": "surveymonkey",
        "touchpoint": "decision",
        "dont_know": ["Don't know", "N/A"],
        "questions": [
            {
                "question": "How satisfied were you with the decision?",
                "measure": "csat",
                "kind": "csat",
                "words": {"Very satisfied": 5, "Dissatisfied": 2},
            },
            {
                "question": "How satisfied were you with: [Clarity]",
                "measure": "csat",
                "kind": "csat",
            },
            {
                "question": "Would you recommend us?",
                "measure": "nps",
                "kind": "nps",
                "spread": True,
            },
        ],
        "comments": [{"question": "What should we know?"}],
    }


class TestLimeSurvey(FileContract):
    settings: ClassVar[dict[str, Any]] = {
        "path": "limesurvey.csv",
        "format": "limesurvey",
        "touchpoint": {"column": "place"},
        "questions": [
            {
                "question": "G01Q01",
                "measure": "csat",
                "kind": "csat",
                "words": {"A1": 1, "A2": 2, "A5": 5},
            },
            {"question": "G01Q02[SQ001]", "measure": "csat", "kind": "csat"},
        ],
    }


class TestA11(FileContract):
    settings: ClassVar[dict[str, Any]] = {
        "path": "a11.csv",
        "format": "a11",
        "day": "2025-12-31",
        "touchpoint": "decision",
        "questions": [
            {"question": "trust", "measure": "yes", "kind": "share"},
            {"question": "ease", "measure": "yes", "kind": "share"},
        ],
    }


class TestPlain(FileContract):
    set_aside = ("no value (missing)",)
    settings: ClassVar[dict[str, Any]] = {
        "path": "plain.csv",
        "dates": "%d.%m.%Y",
        "columns": {"date": "Datum"},
        "dont_know": ["weiß nicht"],
        "questions": [
            {
                "question": "Empfehlung",
                "measure": "nps",
                "kind": "nps",
                "touchpoint": {
                    "column": "Anlass",
                    "values": {"Übergabe": "handover", "Vertragsende": "billing"},
                },
            }
        ],
    }


class TestQualtricsFile(FileContract):
    settings: ClassVar[dict[str, Any]] = {
        "path": "qualtrics.csv",
        "format": "qualtrics",
        "touchpoint": "decision",
        "questions": [
            {
                "question": "QID7",
                "measure": "effort",
                "kind": "ces",
                "polarity": "lower_is_better",
            }
        ],
    }


del FileContract
