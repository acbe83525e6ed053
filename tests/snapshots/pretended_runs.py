"""A host and a runner that need no plugin and no process: what a source gives is said in a test."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import evolve

from cximpact.exceptions import InputError, Problem, SourceError
from cximpact.plugins.hosting.cards import SourceCard
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.isolation.jobs import Job, Outcome

Rows = Sequence[Mapping[str, str | None]]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SETTINGS = {
    "type": "object",
    "properties": {
        "site": {"type": "string"},
        "token": {"type": "string", "secret": True},
        "days": {"type": "integer", "default": 30},
    },
    "additionalProperties": False,
}
DESK = SourceCard(
    "desk",
    "A help desk",
    ("proposals", "observations", "measurements", "costs", "budgets"),
    SETTINGS,
    "desk",
    "acme-desk",
    "1.2.0",
)


class FakeHost:
    """Knows some sources, and some whose plugin failed."""

    def __init__(self, *cards: SourceCard, failed: Mapping[str, str] | None = None) -> None:
        self._cards = {card.name: card for card in cards}
        self._failed = failed or {}

    def source(self, name: str) -> SourceCard:
        if name in self._failed:
            raise SourceError(self._failed[name])
        if name not in self._cards:
            hint = "did you mean 'desk'?"
            raise InputError([Problem("no active plugin gives this source", value=name, hint=hint)])
        return self._cards[name]


class Desk:
    """A runner whose answers are set by part; it remembers the jobs it was given."""

    def __init__(self, **answers: Rows | Outcome) -> None:
        self.answers = {key.replace("__", "."): answer for key, answer in answers.items()}
        self.jobs: list[Job] = []
        self.query = "everything"
        self.cursor: str | None = None

    def __call__(
        self, jobs: Sequence[Job], *, folder: Path, progress: Callable[[str], None]
    ) -> Sequence[Outcome]:
        self.jobs += jobs
        progress(f"asking {len(jobs)}")
        return [self._answer(job, folder) for job in jobs]

    def _answer(self, job: Job, folder: Path) -> Outcome:
        answer = self.answers[job.name]
        if isinstance(answer, Outcome):
            return answer
        made = outcome(answer, folder / f"{job.name}.jsonl")
        return evolve(made, query=self.query, cursor=self.cursor)


def outcome(rows: Rows, file: Path) -> Outcome:
    """Return what a runner gives for rows, written to a file."""
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    lines = (json.dumps([row.get(column) for column in columns]) for row in rows)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return Outcome(rows=file, count=len(rows), columns=columns)


def means(
    desk: Desk, *cards: SourceCard, environ: Mapping[str, str] | None = None, **more: Any
) -> Means:
    """Return means by which a stand-in is asked instead of plugins."""
    host = FakeHost(*(cards or (DESK,)), failed=more.pop("failed", None))
    made = Means(environ=environ or {}, run=desk, now=lambda: more.get("now", NOON))
    made._opened.append(host)  # type: ignore[arg-type]
    return made
