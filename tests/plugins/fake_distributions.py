"""Distributions that are importable without being installed: metadata as pip leaves them."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

PLUGINS = Path(__file__).parents[2] / "plugins"


def write_metadata(
    folder: Path, distribution: str, points: Mapping[str, str], version: str = "1.0"
) -> None:
    """Write what `importlib.metadata` reads of a distribution, into a folder on the path."""
    info = folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata, "utf-8")
    lines = [f"{name} = {target}" for name, target in points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[cximpact]", *lines, ""]), "utf-8")


def write_module(folder: Path, name: str, code: str) -> None:
    """Write a distribution of one module, which is its only entry point, of one name with it."""
    write_metadata(folder, f"cx-{name}", {name: name})
    (folder / f"{name}.py").write_text(dedent(code), "utf-8")


@contextmanager
def from_source(distribution: str, folder: Path) -> Iterator[None]:
    """Make a distribution under ``plugins/`` importable as it stands there."""
    home = PLUGINS / distribution
    project = tomllib.loads((home / "pyproject.toml").read_text("utf-8"))["project"]
    write_metadata(folder, project["name"], project["entry-points"]["cximpact"], project["version"])
    with on_path(folder, home / "src"):
        yield


@contextmanager
def on_path(*folders: Path) -> Iterator[None]:
    """Put folders first on the path of imports, which workers are given, too."""
    before = sys.path[:]
    sys.path[:0] = map(str, folders)
    try:
        yield
    finally:
        sys.path[:] = before
