"""Allow and block lists: who may be used, said before anything is imported."""

from __future__ import annotations

import pytest

from cximpact.exceptions import InputError
from cximpact.plugins.hosting.discovery import Announced
from cximpact.plugins.hosting.selection import EVERY, read_selection

JIRA = Announced("jira", "cximpact-jira", "1.0", "cximpact_jira.plugin")
SURVEY = Announced("survey", "CXimpact_Survey", "1.0", "cximpact_survey.plugin")


def enabled(stated: str = "", *blocked: str) -> list[str]:
    selection = read_selection(blocked, {"CXIMPACT_PLUGINS": stated})
    return [each.name for each in (JIRA, SURVEY) if not selection.reason(each)]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("", ["jira", "survey"]),
        (" , ", ["jira", "survey"]),
        ("none", []),
        ("jira", ["jira"]),
        ("cximpact-survey", ["survey"]),
        ("Cximpact.Survey", ["survey"]),
        ("-jira", ["survey"]),
        ("-cximpact_jira", ["survey"]),
        ("jira,survey,-survey", ["jira"]),
        ("something-else", []),
        ("-something-else", ["jira", "survey"]),
    ],
)
def test_the_variable_allows_and_blocks_by_plugin_or_distribution(
    stated: str, expected: list[str]
) -> None:
    assert enabled(stated) == expected


def test_the_command_line_blocks_on_top_of_the_variable() -> None:
    assert enabled("jira,survey", "jira") == ["survey"]
    assert enabled("", EVERY) == []


@pytest.mark.parametrize("stated", ["none,jira", "-", "jira,-_"])
def test_a_variable_that_is_no_list_of_names_is_refused(stated: str) -> None:
    with pytest.raises(InputError, match="CXIMPACT_PLUGINS: not a list of plugins"):
        read_selection((), {"CXIMPACT_PLUGINS": stated})


def test_the_reason_names_what_disabled_it() -> None:
    assert "--no-plugins=jira" in read_selection(["jira"], {}).reason(JIRA)
    assert "CXIMPACT_PLUGINS=none" in read_selection([], {"CXIMPACT_PLUGINS": "none"}).reason(JIRA)
    assert "'-jira'" in read_selection([], {"CXIMPACT_PLUGINS": "-jira"}).reason(JIRA)
    assert "allows" in read_selection([], {"CXIMPACT_PLUGINS": "survey"}).reason(JIRA)


def test_blocking_what_is_not_there_is_a_mistake_and_corrected() -> None:
    """A misspelled name would leave the plugin running."""
    with pytest.raises(InputError, match="did you mean 'jira'"):
        read_selection(["jria"], {}).check([JIRA, SURVEY])
    read_selection([EVERY, "CXIMPACT-JIRA"], {}).check([JIRA])
