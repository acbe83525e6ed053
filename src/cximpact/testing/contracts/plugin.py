"""The contract of every plugin: quick and silent to import, announced, right in every answer.

Its messages say what to do, so pytest need not add values to them: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import ClassVar, TypeVar

from cximpact.plugins import API_VERSION
from cximpact.plugins.hosting.loading import Loaded, LoadError, load_object
from cximpact.testing.importing import Imported, import_afresh
from cximpact.testing.workspace import WorkspaceRunner

__all__ = ["PluginContract"]

_HEAVY = {"duckdb", "highspy", "jsonschema", "numpy", "pandas", "pyarrow", "scipy", "urllib3"}
_MOST_SECONDS = 0.05
_T = TypeVar("_T")


class PluginContract:
    """Subclass it once per distribution, and pytest checks the module of its entry point.

    In a test module:

        class TestPlugin(PluginContract):
            plugin = "cximpact_letters.plugin"
            name = "letters"

    Attributes:
        plugin: The module that the entry point names.
        name: The entry point's name.
        clients: Packages that sources use when they collect; the module must import without them.
    """

    plugin: ClassVar[str]
    name: ClassVar[str]
    clients: ClassVar[Sequence[str]] = ()

    def imported(self) -> Imported:
        """Return what importing it does, without its clients; measured once per class."""
        return self._once("_imported", lambda: import_afresh(self.plugin, without=self.clients))

    def loaded(self) -> Loaded:
        """Return the plugin with all its descriptors, checked as core checks them."""
        try:
            return load_object(import_module(self.plugin), self.name)
        except LoadError as error:
            raise AssertionError(str(error)) from None

    def _once(self, name: str, make: Callable[[], _T]) -> _T:
        if name not in self.__class__.__dict__:
            setattr(self.__class__, name, make())
        found: _T = self.__class__.__dict__[name]
        return found

    def test_it_is_announced(self) -> None:
        """An installed distribution names the module under the group `cximpact`."""
        found = {point.name: point.value for point in entry_points(group="cximpact")}
        assert found.get(self.name) == self.plugin, (
            f"no entry point {self.name} = {self.plugin}; is the distribution installed?"
            f" Found: {found}"
        )

    def test_core_can_use_it(self) -> None:
        """`cximpact plugins`, in a process of its own, finds it active."""
        with tempfile.TemporaryDirectory() as folder:
            done = WorkspaceRunner(Path(folder)).run("plugins", "--json", plugins=self.name)
        assert done.code == 0, f"cximpact plugins: {done.err or done.out}"
        found = [each for each in json.loads(done.out)["plugins"] if each["name"] == self.name]
        assert found, f"cximpact plugins does not list {self.name}"
        assert found[0]["status"] == "active", f"{found[0]['status']}: {found[0]['reason']}"

    def test_it_is_imported_without_its_clients(self) -> None:
        """Listing plugins imports them; what collecting needs is imported when collecting."""
        error = self.imported().error
        assert not error, f"import {self.plugin}: {error}"

    def test_it_is_imported_silently(self) -> None:
        """Importing prints nothing and starts nothing."""
        found = self.imported()
        assert not found.printed, f"it printed {found.printed[:300]!r}"
        assert not found.threads, f"it started {found.threads} threads"

    def test_it_is_imported_quickly(self) -> None:
        """Importing takes less than 50 ms beyond `cximpact.plugins`: the best of four tries."""
        tries = [self.imported(), *(import_afresh(self.plugin) for _ in range(3))]
        best = min(found.seconds for found in tries)
        assert best < _MOST_SECONDS, f"it took {best * 1000:.0f} ms; import inside functions"

    def test_it_brings_in_nothing_heavy(self) -> None:
        """Heavy packages are imported when they are used."""
        tops = {name.partition(".")[0] for name in self.imported().loaded}
        heavy = sorted(tops & (_HEAVY | set(self.clients)))
        assert not heavy, f"it imports {', '.join(heavy)}; import them inside functions"

    def test_its_hooks_answer_as_they_should(self) -> None:
        """Hooks take no argument and return descriptors of their kind, each name once."""
        self.loaded()

    def test_it_is_written_for_this_api(self) -> None:
        """The range it states holds the version it is tested with."""
        low, high = self.loaded().info.api
        assert low <= API_VERSION <= high, f"api=({low}, {high}); this is {API_VERSION}"

    def test_it_offers_something(self) -> None:
        """A plugin without any descriptor does nothing."""
        assert any(self.loaded().offers.values()), "no hook returned a descriptor"

    def test_its_hooks_say_the_same_twice(self) -> None:
        """Hooks declare; what they return hangs on nothing."""
        first, second = self.loaded(), self.loaded()
        names = [
            {hook: [each.name for each in offers] for hook, offers in found.offers.items()}
            for found in (first, second)
        ]
        assert names[0] == names[1], "the second time the descriptors differ"
