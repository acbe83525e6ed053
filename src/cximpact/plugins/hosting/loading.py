"""Loading one plugin, in a process of its own: import it, ask its hooks, check its answers.

Whatever is wrong is collected and told at once in one `LoadError`, in words for its author. A
plugin that is not right in every part is not used in any: half a plugin would answer differently
from one release to the next without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from attrs import frozen

from cximpact.exceptions import CximpactError, printable
from cximpact.model.plugin import (
    API_VERSION,
    Command,
    EvidenceSource,
    Gate,
    MeasureTemplate,
    Observer,
    PluginInfo,
    Reporter,
)
from cximpact.plugins.builtin import BUILT_IN, CORE
from cximpact.plugins.hookspecs import INFO, OFFERS
from cximpact.plugins.hosting.checking import faults_of
from cximpact.plugins.hosting.describing import describe
from cximpact.plugins.hosting.discovery import Announced, announced

__all__ = ["LoadError", "Loaded", "describe", "load_object", "load_plugin"]

_MOST_OFFERS = 1_000
Hooks = Mapping[str, Callable[[], Any]]


class LoadError(CximpactError):
    """A plugin cannot be used; the message says why, in one line."""


@frozen(eq=False)
class Loaded:
    """A plugin that was imported, with the descriptors its hooks returned, all checked.

    Attributes:
        name: Name of its entry point.
        distribution: The distribution it comes with.
        info: What it says of itself.
        hooks: The hooks it answers, sorted.
        offers: Per hook the descriptors it returned, sorted by name.
    """

    name: str
    distribution: str
    info: PluginInfo
    hooks: tuple[str, ...]
    offers: Mapping[str, tuple[Any, ...]]

    def source(self, name: str) -> EvidenceSource:
        """Return a source by name.

        Raises:
            LoadError: It has none of this name.
        """
        found: EvidenceSource = self._offer("cximpact_evidence_sources", name)
        return found

    def measure(self, name: str) -> MeasureTemplate:
        """Return a measure template by name; see `source`."""
        found: MeasureTemplate = self._offer("cximpact_measures", name)
        return found

    def gate(self, name: str) -> Gate:
        """Return a gate by name; see `source`."""
        found: Gate = self._offer("cximpact_gates", name)
        return found

    def reporter(self, name: str) -> Reporter:
        """Return a reporter by name; see `source`."""
        found: Reporter = self._offer("cximpact_reporters", name)
        return found

    def command(self, name: str) -> Command:
        """Return a command by name; see `source`."""
        found: Command = self._offer("cximpact_commands", name)
        return found

    def observer(self, name: str) -> Observer:
        """Return an observer by name; see `source`."""
        found: Observer = self._offer("cximpact_evaluated", name)
        return found

    def _offer(self, hook: str, name: str) -> Any:
        for each in self.offers.get(hook, ()):
            if each.name == name:
                return each
        raise LoadError(f"{hook} of plugin '{self.name}' returns nothing called '{name}'")


def load_plugin(name: str, distribution: str = "") -> Loaded:
    """Import a plugin and return what it offers.

    Args:
        name: Name of its entry point, or of a built-in plugin.
        distribution: The distribution it must come from; "" for a built-in plugin.

    Raises:
        LoadError: It is not installed, cannot be imported, or one of its answers is not right.

    Examples:
        >>> load_plugin("core-files").source("file").provides[0]
        'proposals'
    """
    found = _find(name, distribution)
    if found is None:
        whose = f" of {distribution}" if distribution else ""
        raise LoadError(f"there is no plugin '{name}'{whose} on this path of Python")
    if found.fault:
        raise LoadError(found.fault)
    try:
        plugin = found.load()
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        raise LoadError(f"{found.target} cannot be imported: {told(error)}") from error
    return load_object(plugin, name, found.distribution)


def _find(name: str, distribution: str) -> Announced | None:
    own = distribution in ("", CORE)
    every = BUILT_IN if own else announced()
    matching = (each for each in every if each.name == name)
    return next((each for each in matching if own or each.distribution == distribution), None)


def load_object(plugin: object, name: str, distribution: str = "") -> Loaded:
    """Return what a plugin offers that was imported already: a module, class or object.

    Args:
        plugin: Its functions marked `hookimpl` are its hooks.
        name: Name of its entry point.
        distribution: The distribution it comes with.

    Raises:
        LoadError: One of its answers is not right.
    """
    hooks = _hooks(plugin, name)
    info = _info(hooks, name)
    problems: list[str] = []
    offers = {}
    for hook in sorted(hooks.keys() & OFFERS.keys()):
        found, faults = _offers(hook, hooks[hook])
        offers[hook] = found
        problems += faults
    if problems:
        raise LoadError("; ".join(problems))
    return Loaded(name, distribution, info, tuple(sorted(hooks)), offers)


def _hooks(plugin: object, name: str) -> Hooks:
    """Return the functions of a plugin that answer hooks."""
    import pluggy

    from cximpact.plugins import hookspecs

    manager = pluggy.PluginManager("cximpact")
    manager.add_hookspecs(hookspecs)
    try:
        manager.register(plugin, name)
        callers = manager.get_hookcallers(plugin) or []
    except Exception as error:
        raise LoadError(f"its hooks cannot be read: {told(error)}") from error
    found = {}
    for caller in callers:
        for each in caller.get_hookimpls():
            _check_hook(caller.name, each, known=caller.has_spec(), twice=caller.name in found)
            found[caller.name] = each.function
    return {hook: function for hook, function in found.items() if hook == INFO or hook in OFFERS}


def _check_hook(hook: str, answer: Any, *, known: bool, twice: bool) -> None:
    if not known and not answer.optionalhook:
        from difflib import get_close_matches

        near = get_close_matches(hook, [INFO, *OFFERS], n=1)
        hint = f"; did you mean {near[0]}" if near else f"; there are {', '.join([INFO, *OFFERS])}"
        raise LoadError(f"{hook} is not a hook of cximpact{hint}")
    if answer.wrapper or answer.hookwrapper:
        raise LoadError(f"{hook} is marked as a wrapper; a hook only returns descriptors")
    if twice:
        raise LoadError(f"{hook} is answered by more than one function")


def _info(hooks: Hooks, name: str) -> PluginInfo:
    """Return what a plugin says of itself, if it is the right one for this API."""
    if INFO not in hooks:
        raise LoadError(f"it does not answer {INFO}; mark a function of that name with hookimpl")
    info = _called(INFO, hooks[INFO])
    if not isinstance(info, PluginInfo):
        raise LoadError(f"{INFO} returned {_kind(info)}, not a PluginInfo")
    if info.name != name:
        raise LoadError(f"it calls itself '{info.name}', its entry point '{name}'")
    faults = faults_of(info)
    if faults:
        raise LoadError(f"{INFO}: {'; '.join(faults)}")
    low, high = info.api
    if not low <= API_VERSION <= high:
        remedy = "install a newer plugin" if high < API_VERSION else "install a newer cximpact"
        span = f"version {low}" if low == high else f"versions {low} to {high}"
        raise LoadError(
            f"it is written for {span} of the plugin API, this is version {API_VERSION}: {remedy}"
        )
    return info


def _called(hook: str, function: Callable[[], Any]) -> Any:
    try:
        return function()
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        raise LoadError(f"{hook} raised {told(error)}") from error


def _offers(hook: str, function: Callable[[], Any]) -> tuple[tuple[Any, ...], list[str]]:
    """Return the descriptors of a hook, sorted, and what is wrong with them."""
    try:
        found = _listed(hook, function)
    except LoadError as error:
        return (), [str(error)]
    wanted = OFFERS[hook]
    wrong = [each for each in found if not isinstance(each, wanted)]
    if wrong:
        return (), [f"{hook} returned {_kind(wrong[0])} among its {wanted.__name__} descriptors"]
    problems = [f"{hook}, {each.name}: {fault}" for each in found for fault in faults_of(each)]
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [f"{hook} returned '{name}' twice" for name in twice]
    return tuple(sorted(found, key=lambda each: str(each.name))), problems


def _listed(hook: str, function: Callable[[], Any]) -> list[Any]:
    answer = _called(hook, function)
    wanted = OFFERS[hook].__name__
    if answer is None or isinstance(answer, str | bytes | Mapping) or not _iterable(answer):
        raise LoadError(f"{hook} returned {_kind(answer)}, not a list of {wanted}")
    # A generator runs only now, so that it too can raise, or never end.
    found: list[Any] = _called(hook, lambda: list(islice(answer, _MOST_OFFERS + 1)))
    if len(found) > _MOST_OFFERS:
        raise LoadError(f"{hook} returned more than {_MOST_OFFERS:,} descriptors")
    return found


def _iterable(answer: object) -> bool:
    try:
        iter(answer)  # type: ignore[call-overload]  # that is the question
    except Exception:
        return False
    return True


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a value of type {type(value).__name__}"


def told(error: BaseException) -> str:
    """Return an error as one line; its own text may fail to be made."""
    kind = type(error).__name__
    try:
        text = str(error)
    except Exception:
        text = "(its text cannot be made)"
    return printable(f"{kind}: {text}" if text else kind, 300)
