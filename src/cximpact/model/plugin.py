"""What hooks return: frozen descriptors that say what a plugin offers; core does the rest.

A descriptor is data and a callable. Core decides when the callable runs, in which process, for
how long and how often; a plugin decides only what it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from attrs import Attribute, Factory, field, frozen, validators

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    Cell = str | int | float | Decimal | bool | date | datetime | None
    Row = Mapping[str, Cell]
    # Or a data frame: records know nothing of pandas.
    Rows = Sequence[Row] | Any

__all__ = [
    "API_VERSION",
    "KINDS",
    "Command",
    "EvidenceSource",
    "Gate",
    "GateAnswer",
    "Kind",
    "MeasureTemplate",
    "Observer",
    "PluginInfo",
    "Reporter",
    "Request",
    "Retry",
]

API_VERSION = 1
"""The version of everything a plugin can see; it grows when a plugin could break."""

Kind = Literal["proposals", "observations", "measurements", "costs", "budgets"]
KINDS: tuple[Kind, ...] = ("proposals", "observations", "measurements", "costs", "budgets")

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _is_name(_: object, attribute: Attribute[str], value: str) -> None:
    """Refuse a name that could not be typed in a workspace or on a command line."""
    if not isinstance(value, str) or not _NAME.fullmatch(value) or len(value) > 60:
        raise ValueError(
            f"{attribute.name} {value!r} is not a name: use small letters, digits and single"
            " hyphens, such as 'jira-issues'"
        )


def _says_something(_: object, attribute: Attribute[str], value: str) -> None:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise ValueError(f"{attribute.name} must be one line that tells a person what this is for")


def _are_kinds(_: object, attribute: Attribute[Any], value: tuple[str, ...]) -> None:
    unknown = [kind for kind in value if kind not in KINDS]
    if unknown or not value:
        raise ValueError(f"{attribute.name} must be some of {', '.join(KINDS)}; not {unknown}")


def _kinds(given: Iterable[Kind]) -> tuple[Kind, ...]:
    return tuple(given)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@frozen
class PluginInfo:
    """Who a plugin is and which versions of this API it is written for.

    Attributes:
        name: Its name, the same as its entry point's.
        summary: What it is for, in one line.
        api: The lowest and the highest `API_VERSION` it works with.
        homepage: Where its documentation is.

    Examples:
        >>> PluginInfo("call-centre", "Contacts and their reasons from the call centre").api
        (1, 1)
    """

    name: str = field(validator=_is_name)
    summary: str = field(validator=_says_something)
    api: tuple[int, int] = (1, 1)
    homepage: str = ""


@frozen
class Retry:
    """How often, and how patiently, a request that may succeed later is made again.

    The wait before try k is random between half and all of ``first_wait * 2**(k - 1)``, never
    longer than `longest_wait`; what a server asks for in ``Retry-After`` comes first.

    Attributes:
        attempts: How many tries in all; 1 never tries again.
        first_wait: Seconds before the second try.
        longest_wait: Seconds that no wait exceeds; a server that asks for longer is not waited for.
    """

    attempts: int = field(default=4, validator=[validators.ge(1), validators.le(20)])
    first_wait: float = field(default=0.5, validator=validators.ge(0))
    longest_wait: float = field(default=60.0, validator=validators.ge(0))


@frozen
class Request:
    """What core asks of a source.

    Attributes:
        kind: What the rows are to be: one of the kinds the source provides.
        block: Name of the block in the workspace that asks (`proposals`, or a key of `evidence`).
        as_of: The day of the decision; later rows do not count and need not be fetched.
        since: What the source gave to `Context.keep_cursor` the last time, to fetch only what
            changed; None fetches everything.
    """

    kind: Kind
    block: str
    as_of: date
    since: str | None = None


@frozen(eq=False)
class EvidenceSource:
    """A system that evidence is read from.

    Attributes:
        name: What a workspace writes after ``source:``.
        summary: What it gives, in one line.
        provides: The kinds of rows it can give.
        settings: JSON Schema (an object) of what a workspace writes under ``settings:``. A
            property with ``"secret": true`` is given by reference only.
        collect: Yields rows: lists of mappings from column to cell, or data frames. Cells are
            text, numbers, decimals, booleans, days, moments or None; NaN is refused. A column
            `ref` is the reference into the system (a key, an id), never a person.
        check: Tries connection and credentials and returns one line about what was reached;
            None where there is nothing to try.
        timeout: Seconds after which a collection is ended.
        memory: Megabytes it may use.
        needs_network: Whether it speaks to anything but files.
        retry: How requests are tried again.
        key: Columns that identify a row: rows of one key that are equal collapse and are counted,
            unequal ones are an error of the source. Empty where rows have no identity.
        incremental: Whether it honours `Request.since`; needs a `key`.

    Examples:
        >>> source = EvidenceSource(
        ...     "letter-box", "Letters, one row each", provides=("observations",),
        ...     settings={"type": "object", "properties": {"folder": {"type": "string"}}},
        ...     collect=lambda request, context: [[{"date": "2026-01-31", "value": 1}]],
        ... )
        >>> source.name
        'letter-box'
    """

    name: str = field(validator=_is_name)
    summary: str = field(validator=_says_something)
    provides: tuple[Kind, ...] = field(converter=_kinds, validator=_are_kinds)
    settings: Mapping[str, Any]
    collect: Callable[[Request, Any], Iterable[Rows]]
    check: Callable[[Any], str] | None = None
    timeout: float = field(default=300.0, validator=[validators.gt(0), validators.le(86_400)])
    memory: int = field(default=1024, validator=[validators.ge(64), validators.le(65_536)])
    needs_network: bool = False
    retry: Retry = Retry()
    key: tuple[str, ...] = field(default=(), converter=_names)
    incremental: bool = False

    def __attrs_post_init__(self) -> None:
        if self.incremental and not self.key:
            raise ValueError("an incremental source needs a key, so that changed rows replace old")


@frozen
class MeasureTemplate:
    """A measure that scorecards may start from: ``measures: {ours: {template: NAME}}``.

    Attributes:
        name: What a scorecard writes after ``template:``.
        summary: What it measures and where its anchors come from, in one line.
        definition: The measure as a scorecard would write it; what the scorecard says wins.
    """

    name: str = field(validator=_is_name)
    summary: str = field(validator=_says_something)
    definition: Mapping[str, Any] = Factory(dict)


@frozen
class GateAnswer:
    """A gate's answer for one proposal.

    Attributes:
        outcome: Whether it passes.
        reason: A sentence a person can act on.
        cure: What would make it pass, where that is known.
    """

    outcome: Literal["pass", "fail", "undetermined", "not applicable"]
    reason: str
    cure: str = ""


@frozen(eq=False)
class Gate:
    """A condition that a proposal must meet before its value counts.

    A scorecard or workspace that names it under ``plugin_gates:`` switches it on; no gate runs
    because it is installed.

    Attributes:
        name: What a scorecard writes.
        summary: What it asks, in one line.
        judge: Takes a proposal as plain data (as a recommendation in ``evaluation.json``, without
            rank, action, gates and reasons) and the gate's settings; returns a `GateAnswer`. It
            must depend on nothing else.
        settings: JSON Schema of its settings.
        review: Only for gates that are part of cximpact: judges all proposals as arrays.
    """

    name: str = field(validator=_is_name)
    summary: str = field(validator=_says_something)
    judge: Callable[[Mapping[str, Any], Mapping[str, Any]], GateAnswer] | None = None
    settings: Mapping[str, Any] = Factory(dict)
    review: Callable[..., Any] | None = None


@frozen(eq=False)
class Reporter:
    """A way to write an evaluation: ``cximpact evaluate --format NAME``.

    Attributes:
        name: What is written after ``--format``.
        summary: Whom it is for, in one line.
        render: Takes the evaluation as plain data, the content of ``evaluation.json``; returns
            text.
        suffix: Ending of its files, such as ``.md``.
    """

    name: str = field(validator=_is_name)
    summary: str = field(validator=_says_something)
    render: Callable[[Mapping[str, Any]], str]
    suffix: str = ""


@frozen(eq=False)
class Command:
    """A command of its own: ``cximpact NAME ...``.

    Attributes:
        name: What is typed.
        summary: What it does, in one line.
        run: Takes the words typed after the name; returns the exit code.
    """

    name: str = field(validator=_is_name)
    summary: str = field(validator=_says_something)
    run: Callable[[Sequence[str]], int]


@frozen(eq=False)
class Observer:
    """Is told when an evaluation was saved; it cannot change it.

    Attributes:
        name: Its name.
        summary: What it does with the news, in one line.
        notify: Takes the evaluation as plain data, the content of ``evaluation.json``.
    """

    name: str = field(validator=_is_name)
    summary: str = field(validator=_says_something)
    notify: Callable[[Mapping[str, Any]], None]
