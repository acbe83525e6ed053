"""What is handed to a process of its own, and what comes back from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, field, frozen

__all__ = ["Family", "Job", "Operation", "Outcome"]

Operation = Literal["probe", "collect", "check", "judge", "render", "notify", "settings"]

Family = Literal[
    "",  # it worked
    "authentication",  # the credentials are refused
    "query",  # the system refuses what it was asked: the settings are wrong
    "temporary",  # try again later
    "answer",  # the system answers otherwise than its contract says
    "plugin",  # the plugin raised something else, or handed over what it must not
    "died",  # the process ended on its own: exit, signal, out of memory
    "timeout",  # it was ended after its deadline
    "flood",  # it was ended because it wrote too much
    "cancelled",  # the user stopped the run
]


@frozen(eq=False)
class Job:
    """One piece of work for one plugin in a process of its own.

    Attributes:
        name: What progress lines and messages call it, such as ``evidence.complaints``.
        plugin: Name of the plugin (its entry point; built-in plugins by their name).
        distribution: The distribution it must come from; "" for a built-in plugin.
        operation: What is to be done.
        target: Name of the source, gate, reporter or observer; "" for `probe`.
        payload: Plain data for the operation. For `collect` and `check`: ``settings`` (with each
            secret as ``{"$secret": text}``), ``folder``, ``now`` (ISO 8601), ``retry``, and for
            `collect` ``request``. For `judge`: ``proposals`` and ``settings``. For `render` and
            `notify`: ``evaluation``. For `settings`, which is core's own: ``schema`` and ``data``.
        secrets: Texts that nothing which leaves the process may contain.
        timeout: Seconds until it is ended.
        memory: Megabytes it may use.
        rows_limit: Bytes of rows after which it is ended.
    """

    name: str
    plugin: str
    distribution: str
    operation: Operation
    target: str = ""
    payload: Mapping[str, Any] = field(factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    timeout: float = 300.0
    memory: int = 1024
    rows_limit: int = 4 * 2**30


@frozen
class Outcome:
    """What came of a job; no text in it contains a secret.

    Attributes:
        family: "" where it worked, else what kind of failure it was.
        reason: One sentence for people: what went wrong and what to do; "" where it worked.
        answer: What the operation returned, as plain data; None for `collect`.
        rows: File of the collected rows, each a line with a JSON list of texts or null, one for
            each of `columns`; the last ones are missing in rows from before they were first seen.
            None where nothing was collected or it failed.
        count: How many rows.
        columns: Columns in the order they were first seen.
        query: What the source said it asked.
        cursor: Where to go on the next time; None where the source keeps none.
        notes: What the source wants readers to know.
        log: The end of what it logged and printed.
        seconds: How long it took.
    """

    family: Family = ""
    reason: str = ""
    answer: Any = None
    rows: Path | None = None
    count: int = 0
    columns: tuple[str, ...] = ()
    query: str = ""
    cursor: str | None = None
    notes: tuple[str, ...] = Factory(tuple)
    log: str = ""
    seconds: float = 0.0

    @property
    def worked(self) -> bool:
        """Whether the job did what it was asked to do."""
        return not self.family

    def each_row(self) -> Iterator[dict[str, str | None]]:
        """Yield the collected rows, each with every column."""
        if self.rows is not None:
            with self.rows.open("rb") as file:
                for line in file:
                    yield dict(zip_longest(self.columns, json.loads(line)))
