"""All sources of evidence, from files and frames to sufficient statistics."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.model.case import InputRecord
from cximpact.model.evidence import Statistics
from cximpact.model.proposal import SetAside
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import EvidenceSpec

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.sources.source import SourceResult

__all__ = ["Collected", "collect"]


@frozen
class Collected:
    """What the sources of evidence hold, and what was found on the way.

    Attributes:
        statistics: Sorted by source, measure, touchpoint and criterion.
        inputs: One fingerprint for each file or frame, sorted by name.
        set_aside: Rows that do not count, by source, file and reason.
        notes: What was mended or passed over; nothing that must be mended.
        not_used: Columns that no source reads, by file.
        problems: All that must be mended first; there are no statistics of such a source.
    """

    statistics: tuple[Statistics, ...] = ()
    inputs: tuple[InputRecord, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[Problem, ...] = ()
    not_used: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def collect(
    specs: Sequence[EvidenceSpec],
    *,
    scorecard: Scorecard,
    as_of: date,
    base: Path | None,
    frames: Mapping[str, pd.DataFrame],
    progress: Callable[[str], None] | None = None,
) -> Collected:
    """Read all sources of evidence.

    The result depends on what the rows say and on nothing else: not on their order, on time
    zones, threads, or on whether they came in a file or a frame.

    Args:
        specs: The sources. Of one that a plugin is yet to be asked for, or that failed, only the
            names are checked.
        scorecard: Journey, criteria and measures the rows are about.
        as_of: The day of the decision; later rows are set aside.
        base: Folder that paths are relative to; the current one if not given.
        frames: Frames by the key that sources name.
        progress: Told, in a few words, which source is read.

    Example:
        ``collect(inputs.evidence, scorecard=card, as_of=day, base=folder, frames={})``
    """
    if not specs:
        return Collected()
    from cximpact.sources.gathered import gathered_source
    from cximpact.sources.source import Surroundings, read_source

    around = Surroundings(scorecard, as_of, base, frames)
    results: list[SourceResult] = []
    problems: list[Problem] = []
    for spec in sorted(specs, key=lambda spec: spec.name):
        if progress:
            progress(f"reading evidence: {spec.name}")
        try:
            gathered = gathered_source(spec, around)
            results.append(read_source(spec, around) if gathered is None else gathered)
        except InputError as error:
            problems.extend(error.problems)
    return Collected(
        statistics=tuple(each for result in results for each in result.statistics),
        inputs=_one_for_each(record for result in results for record in result.inputs),
        set_aside=tuple(each for result in results for each in result.set_aside),
        notes=tuple(each for result in results for each in result.notes),
        not_used=_unused(results),
        problems=tuple(dict.fromkeys(problems)),
    )


def _one_for_each(records: Iterable[InputRecord]) -> tuple[InputRecord, ...]:
    """Join the fingerprints of a file that several sources read."""
    joined = []
    ordered = sorted(records, key=lambda record: record.path)
    for path, group in groupby(ordered, key=lambda record: record.path):
        same = list(group)
        prints = "".join(record.sha256 for record in same)
        whole = same[0].sha256 if len(same) == 1 else hashlib.sha256(prints.encode()).hexdigest()
        joined.append(InputRecord(path, whole, max(record.rows for record in same)))
    return tuple(joined)


def _unused(results: Sequence[SourceResult]) -> tuple[tuple[str, str], ...]:
    """Return the columns that none of the sources of a file reads."""
    reading = Counter(record.path for result in results for record in result.inputs)
    passing = Counter(column for result in results for column in result.not_used)
    return tuple(sorted(c for c, times in passing.items() if times == reading[c[0]]))
