"""The hooks: what a plugin may answer, when it is asked, and what it answers with.

A hook takes no argument and does no work: it returns descriptors, which say what the plugin
offers. Core decides when and where what they describe is run. A plugin answers the hooks it
needs with functions of the same name, marked `hookimpl`, in the module (or object) that its entry
point names. Only `cximpact_plugin_info` is required.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pluggy

from cximpact.model.plugin import (
    Command,
    EvidenceSource,
    Gate,
    MeasureTemplate,
    Observer,
    PluginInfo,
    Reporter,
)

__all__ = ["INFO", "OFFERS"]

hookspec = pluggy.HookspecMarker("cximpact")

INFO = "cximpact_plugin_info"
"""The hook that every plugin answers."""

OFFERS: Mapping[str, type[Any]] = {
    "cximpact_commands": Command,
    "cximpact_evaluated": Observer,
    "cximpact_evidence_sources": EvidenceSource,
    "cximpact_gates": Gate,
    "cximpact_measures": MeasureTemplate,
    "cximpact_reporters": Reporter,
}
"""The hooks that return any number of descriptors, and the kind of descriptor each returns."""


@hookspec
def cximpact_plugin_info() -> PluginInfo:
    """Say who the plugin is and which versions of this API it is written for.

    Called first, each time the plugin is loaded: a plugin whose `api` does not span the
    `API_VERSION` of this cximpact is asked nothing else.

    Returns:
        One `PluginInfo`; its name is the name of the entry point.

    Examples:
        >>> from cximpact.plugins import PluginInfo, hookimpl
        >>> @hookimpl
        ... def cximpact_plugin_info():
        ...     return PluginInfo("letter-box", "Letters from customers", api=(1, 1))
    """
    raise NotImplementedError


@hookspec
def cximpact_evidence_sources() -> Iterable[EvidenceSource]:
    """Offer systems that evidence is read from.

    Called when a workspace names a source that is not built in, when plugins are listed, and once
    more in the process in which a source is read. `collect` runs there and nowhere else: after
    the workspace was read and before anything is scored, with a deadline and a limit of memory.

    Returns:
        A list of `EvidenceSource`.

    Examples:
        >>> from cximpact.plugins import EvidenceSource, hookimpl
        >>> def letters(request, context):
        ...     context.query("letters.txt")
        ...     lines = (context.folder / context.settings["file"]).read_text("utf-8").splitlines()
        ...     yield [{"date": line[:10], "text": line[11:], "value": 1} for line in lines]
        >>> @hookimpl
        ... def cximpact_evidence_sources():
        ...     return [
        ...         EvidenceSource(
        ...             "letter-box",
        ...             "Letters, one row each: date, text, value 1",
        ...             provides=("observations",),
        ...             settings={
        ...                 "type": "object",
        ...                 "properties": {"file": {"type": "string"}},
        ...                 "required": ["file"],
        ...                 "additionalProperties": False,
        ...             },
        ...             collect=letters,
        ...         )
        ...     ]
    """
    raise NotImplementedError


@hookspec
def cximpact_measures() -> Iterable[MeasureTemplate]:
    """Offer measures that a scorecard may start from.

    Called when a scorecard says ``template: NAME`` with a name that is not built in, and when
    plugins are listed. A template changes nothing until a scorecard names it.

    Returns:
        A list of `MeasureTemplate`; each summary names the source of its anchors.

    Examples:
        >>> from cximpact.plugins import MeasureTemplate, hookimpl
        >>> @hookimpl
        ... def cximpact_measures():
        ...     return [
        ...         MeasureTemplate(
        ...             "answered-in-a-week",
        ...             "Letters answered within 7 days; anchors: our service charter",
        ...             {
        ...                 "kind": "share",
        ...                 "title": "Letters answered in a week",
        ...                 "success": {"at_most": 7},
        ...                 "anchors": {"broken": 0.6, "reliable": 0.9, "differentiating": 0.99},
        ...             },
        ...         )
        ...     ]
    """
    raise NotImplementedError


@hookspec
def cximpact_gates() -> Iterable[Gate]:
    """Offer conditions that a proposal must meet before its value counts.

    Called when a workspace or scorecard names a gate under ``plugin_gates:``, and when plugins are
    listed. `judge` runs once per proposal, after all proposals were scored and before any is
    selected.

    Returns:
        A list of `Gate`.

    Examples:
        >>> from cximpact.plugins import Gate, GateAnswer, hookimpl
        >>> def has_owner(proposal, settings):
        ...     if proposal["unit"]:
        ...         return GateAnswer("pass", f"{proposal['unit']} answers for it.")
        ...     return GateAnswer("fail", "Nobody answers for it.", cure="Name a unit.")
        >>> @hookimpl
        ... def cximpact_gates():
        ...     return [Gate("owner-named", "Does somebody answer for it?", has_owner)]
    """
    raise NotImplementedError


@hookspec
def cximpact_reporters() -> Iterable[Reporter]:
    r"""Offer ways to write an evaluation.

    Called when ``cximpact evaluate --format NAME`` names a format that is not built in, and when
    plugins are listed. `render` runs after the evaluation is complete.

    Returns:
        A list of `Reporter`.

    Examples:
        >>> from cximpact.plugins import Reporter, hookimpl
        >>> def lines(evaluation):
        ...     return "".join(
        ...         f"- {item['proposal']}: {item['action']}\n"
        ...         for item in evaluation["recommendations"]
        ...     )
        >>> @hookimpl
        ... def cximpact_reporters():
        ...     return [Reporter("list", "A list for a message", lines, suffix=".md")]
    """
    raise NotImplementedError


@hookspec
def cximpact_commands() -> Iterable[Command]:
    """Offer commands of the plugin's own.

    Called when somebody types ``cximpact NAME`` with a name that is no command of cximpact, and
    when plugins are listed. The command runs in the process of the command line: it was asked for
    by name.

    Returns:
        A list of `Command`.

    Examples:
        >>> from cximpact.plugins import Command, hookimpl
        >>> def count(words):
        ...     print(f"{len(words)} letters")
        ...     return 0
        >>> @hookimpl
        ... def cximpact_commands():
        ...     return [Command("count-letters", "Count letters given as words", count)]
    """
    raise NotImplementedError


@hookspec
def cximpact_evaluated() -> Iterable[Observer]:
    """Offer to be told of evaluations.

    Called when an evaluation was saved, and when plugins are listed. `notify` gets the evaluation
    as it was saved; nothing it does changes the evaluation, and its failure is only reported.

    Returns:
        A list of `Observer`.

    Examples:
        >>> from cximpact.plugins import Observer, hookimpl
        >>> def tell(evaluation):
        ...     print(f"{evaluation['id'][:12]}: {len(evaluation['recommendations'])} proposals")
        >>> @hookimpl
        ... def cximpact_evaluated():
        ...     return [Observer("letter-box-news", "Prints one line per evaluation", tell)]
    """
    raise NotImplementedError
