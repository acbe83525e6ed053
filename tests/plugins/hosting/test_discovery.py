"""Discovery reads metadata only, in one order, and survives metadata that cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from cximpact.plugins.hosting.discovery import announced, normalized, same_name


def test_nothing_is_found_where_nothing_is_announced(site: Any) -> None:
    site.raw("other", "[console_scripts]\nother = other:main\n")
    assert announced() == ()


def test_a_plugin_is_found_without_importing_it(site: Any) -> None:
    site.good("letters")
    (found,) = announced()
    assert (found.name, found.distribution, found.version) == ("letters", "cx-letters", "1.0")
    assert (found.target, found.fault) == ("letters", "")
    assert Path(found.origin) == site.folder
    assert "letters" not in sys.modules


def test_the_order_is_by_name_whatever_the_order_of_installation(site: Any) -> None:
    for name in ("survey", "jira", "finance"):
        site.good(name)
    assert [found.name for found in announced()] == ["finance", "jira", "survey"]


def test_one_distribution_may_announce_several_plugins(site: Any) -> None:
    site.raw("many", "[cximpact]\nb = many.b\na = many:a\n")
    assert [(found.name, found.target) for found in announced()] == [
        ("a", "many:a"),
        ("b", "many.b"),
    ]


def test_the_first_of_two_copies_of_a_distribution_counts(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Imports take the first on the path, so the listing must."""
    from importlib.metadata import distributions

    from cximpact.plugins.hosting import discovery

    site.good("letters", distribution="cx-letters")
    older = tmp_path / "older"
    (older / "CX.Letters-0.1.dist-info").mkdir(parents=True)
    (older / "CX.Letters-0.1.dist-info" / "METADATA").write_text("Name: CX.Letters\nVersion: 0.1\n")
    (older / "CX.Letters-0.1.dist-info" / "entry_points.txt").write_text("[cximpact]\nold = old\n")
    path = [str(site.folder), str(older)]
    monkeypatch.setattr(discovery, "distributions", lambda: distributions(path=path))
    assert [found.name for found in announced()] == ["letters"]


def test_entry_points_that_cannot_be_read_cost_their_distribution_only(site: Any) -> None:
    site.good("letters")
    site.raw("broken", "[cximpact]\nno equals sign\n")
    found = {each.distribution: each.fault for each in announced()}
    assert found["cx-letters"] == ""
    assert "entry_points.txt cannot be read" in found["broken"]


def test_metadata_without_a_name_or_version_still_list_the_plugin(site: Any) -> None:
    site.good("letters")
    (info,) = site.folder.glob("*.dist-info")
    (info / "METADATA").unlink()
    (found,) = announced()
    assert (found.name, found.distribution, found.version) == ("letters", "letters", "")


def test_a_name_that_two_distributions_announce_is_told_with_both(site: Any) -> None:
    site.raw("one", "[cximpact]\njira = one\nother = one\n")
    site.raw("two", "[cximpact]\njira = two\n")
    clash = same_name(announced())
    assert {name: [each.distribution for each in every] for name, every in clash.items()} == {
        "jira": ["one", "two"]
    }


@pytest.mark.parametrize("name", ["cximpact-jira", "CXimpact_Jira", "cximpact.-jira"])
def test_names_of_distributions_are_compared_as_installers_compare_them(name: str) -> None:
    assert normalized(name) == "cximpact-jira"
