"""Fake installed distributions: folders as pip leaves them, found without pip."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import distributions
from pathlib import Path
from textwrap import dedent

import pytest

from cximpact.plugins.hosting import discovery
from cximpact.plugins.hosting.describing import describe
from cximpact.plugins.hosting.host import Host, open_host
from cximpact.plugins.hosting.loading import LoadError, load_plugin
from cximpact.plugins.isolation.jobs import Job, Outcome

GOOD = """
    from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("{name}", "Fake evidence")

    @hookimpl
    def cximpact_evidence_sources():
        return [
            EvidenceSource(
                "{source}", "Rows", provides=["observations"], settings={{"type": "object"}},
                collect=lambda request, context: [[{{"value": 1}}]],
            )
        ]
"""


class Site:
    """A folder of installed distributions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imported: list[str] = []

    def install(
        self,
        distribution: str,
        code: Mapping[str, str],
        *,
        version: str = "1.0",
        points: str | None = None,
    ) -> None:
        """Write a distribution whose modules are also its entry points, unless stated."""
        lines = "".join(f"{module} = {module}\n" for module in code)
        info = self.folder / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        metadata = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata, "utf-8")
        (info / "entry_points.txt").write_text(f"[cximpact]\n{points or lines}", "utf-8")
        for module, text in code.items():
            (self.folder / f"{module}.py").write_text(dedent(text), "utf-8")
            sys.modules.pop(module, None)
        importlib.invalidate_caches()

    def good(self, name: str, *, distribution: str = "", source: str = "") -> None:
        """Install a plugin without fault, with one source."""
        code = GOOD.format(name=name, source=source or f"{name}-rows")
        self.install(distribution or f"cx-{name}", {name: code})

    def raw(self, distribution: str, entry_points: str) -> None:
        """Install a distribution of entry points as they stand."""
        self.install(distribution, {}, points="\n")
        (info,) = self.folder.glob(f"{distribution.replace('-', '_')}-*.dist-info")
        (info / "entry_points.txt").write_text(entry_points, "utf-8")


class Runner:
    """Answers probes in this process, and keeps the jobs it was given."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.rounds = 0

    def __call__(self, jobs: Sequence[Job], *, folder: Path) -> tuple[Outcome, ...]:
        self.rounds += 1
        self.jobs += jobs
        assert folder.is_dir()
        return tuple(map(self._one, jobs))

    def _one(self, job: Job) -> Outcome:
        try:
            return Outcome(answer=describe(load_plugin(job.plugin, job.distribution)))
        except LoadError as error:
            return Outcome(family="plugin", reason=str(error))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An empty folder of distributions: the only ones that count, and that can be imported."""
    folder = tmp_path / "site"
    folder.mkdir()
    before = {*sys.modules}
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(discovery, "distributions", lambda: distributions(path=[str(folder)]))
    yield Site(folder)
    for name in {*sys.modules} - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]


@pytest.fixture
def run() -> Runner:
    return Runner()


@pytest.fixture
def host(run: Runner) -> Callable[..., Host]:
    """Open a host on the fake site, with no environment unless one is given."""

    def opened(*blocked: str, **environ: str) -> Host:
        return open_host(blocked=blocked, environ=environ, run=run)

    return opened
