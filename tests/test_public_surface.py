"""The public names are a promise: the list changes only on purpose."""

from __future__ import annotations

import subprocess
import sys

import pytest

import cximpact

HEAVY = ("duckdb", "highspy", "jsonschema", "numpy", "pandas", "rich", "yaml")


def test_the_public_names_are_these() -> None:
    expected = [
        "Comparison",
        "CximpactError",
        "Evaluation",
        "InputError",
        "InternalError",
        "Scorecard",
        "SourceError",
        "Workspace",
        "compare",
        "evaluate",
        "hookimpl",
        "load",
        "rank",
        "read_evaluation",
    ]
    assert expected == cximpact.__all__


@pytest.mark.parametrize("name", cximpact.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert getattr(cximpact, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'evalute'"):
        cximpact.evalute  # noqa: B018


def test_the_version_is_that_of_the_package_metadata() -> None:
    from importlib.metadata import version

    assert version("cximpact") == cximpact.__version__


@pytest.mark.parametrize("code", ["import cximpact", "from cximpact.cli.group import cximpact"])
def test_importing_brings_in_nothing_heavy(code: str) -> None:
    program = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert not [name for name in HEAVY if name in loaded]
