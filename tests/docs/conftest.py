"""Makes the harness of this folder importable, and runs every page once for all tests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def refresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Return a function that runs a page and gives its text with every output made anew."""
    from doc_runner import refreshed

    done: dict[Path, str | AssertionError] = {}

    def run(page: Path) -> str:
        if page not in done:
            try:
                done[page] = refreshed(page, tmp_path_factory.mktemp(page.stem))
            except AssertionError as error:
                done[page] = error
        text = done[page]
        if isinstance(text, AssertionError):
            raise text
        return text

    return run
