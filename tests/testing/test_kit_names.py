"""The names of the kit are a promise to authors: the list changes only on purpose."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import cximpact.plugins.http
import cximpact.testing

PAGE = Path(__file__).parents[2] / "docs" / "plugins" / "testing.md"


def test_the_names_of_the_kit_are_these() -> None:
    expected = (
        "FAULTS FIXED_NOW CommandResult Fault FaultyTransport Heard IsolatedPlugin"
        " IsolatedPlugins ListeningContext NetworkSourceContract Paging PluginContract"
        " RecordedTransport Recording Run SourceContract UnmatchedRequest WorkspaceRunner"
        " fixed_clock make_context run_source small_scorecard"
    )
    assert expected.split() == cximpact.testing.__all__


@pytest.mark.parametrize("name", cximpact.testing.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    found = getattr(cximpact.testing, name)
    assert name in ("FAULTS", "FIXED_NOW") or found.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'SourceContrakt'"):
        cximpact.testing.SourceContrakt  # noqa: B018


def test_every_check_says_what_must_hold() -> None:
    silent = [
        name
        for contract in (cximpact.testing.NetworkSourceContract, cximpact.testing.PluginContract)
        for name in dir(contract)
        if name.startswith("test_") and not getattr(contract, name).__doc__
    ]
    assert silent == []


def test_there_are_more_than_thirty_faults_and_each_is_told_apart() -> None:
    faults = cximpact.testing.FAULTS
    assert len(faults) >= 60
    assert len({fault.summary for fault in faults.values()}) == len(faults)
    assert all(name == fault.name and fault.expects for name, fault in faults.items())


@pytest.mark.parametrize("module", [cximpact.testing, cximpact.plugins.http])
def test_every_name_is_in_the_docs(module: ModuleType) -> None:
    page = PAGE.read_text("utf-8")
    missing = [name for name in module.__all__ if f"::: {module.__name__}.{name}\n" not in page]
    assert missing == []
