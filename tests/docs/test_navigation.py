"""A reader finds every page: by the navigation, and by links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from doc_blocks import ROOT, pages

LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def test_every_page_is_in_the_navigation() -> None:
    text = ROOT.joinpath("mkdocs.yml").read_text("utf-8")
    listed = set(re.findall(r"[\w/-]+\.md", str(yaml.safe_load(text)["nav"])))
    found = {str(page.relative_to(ROOT / "docs")) for page in pages() if page.name != "README.md"}
    assert found == listed


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_to_files(page: Path) -> None:
    targets = LINK.findall(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
