"""The contract of every source: settings, rows, provenance, and nothing left behind.

Its messages say what to do, so pytest need not add values to them: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cximpact.plugins import EvidenceSource
from cximpact.testing.accounts import Account, account_for, small_scorecard
from cximpact.testing.clock import FIXED_NOW
from cximpact.testing.contexts import make_context
from cximpact.testing.contracts.surroundings import (
    children,
    elsewhere,
    listing,
    named_touchpoints,
)
from cximpact.testing.leaks import leak_in, secrets_in
from cximpact.testing.running import Run, check_source, conflicts, run_source
from cximpact.testing.schema_checks import (
    open_parts,
    schema_faults,
    undescribed,
    unfit,
    unflagged_secrets,
)

if TYPE_CHECKING:
    from cximpact.model.plugin import Kind
    from cximpact.plugins.http import Transport

__all__ = ["SourceContract"]

_PERIODS = ("after as_of", "outside the window")


class SourceContract:
    """Subclass it in a test module, and pytest checks the source.

    In a test module:

        class TestLetters(SourceContract):
            plugin = "cximpact_letters.plugin"
            source = "letters"
            folder = Path(__file__).parent / "workspace"
            settings = {"path": "letters.csv"}
            block = {"columns": {"date": "received"}, "map": [...]}
            measures = {"complaints": {"kind": "rate", "anchors": {...}}}

    Attributes:
        plugin: The module that the entry point names.
        source: Name of the source, or its descriptor.
        settings: As a workspace states them; secrets as plain text, at least 8 characters long
            and of no other use.
        folder: The workspace's folder, for sources that read files; it is copied first.
        kind: The kind of rows; without one, the first that the source provides.
        block: What a workspace says of the rows beside ``source`` and ``settings``.
        measures: Measures that the block names.
        touchpoints: Touchpoints that rows name; those that the block names need not be listed.
        scorecard: A whole scorecard, instead of the last two.
        set_aside: Reasons for which some of the rows may be set aside, such as
            ``no rule matched``; rows of other periods always may.
        now: When collections begin.
        seconds: After which a collection is stopped.
        network: Whether it may open connections of its own, such as to a database.
    """

    plugin: ClassVar[str] = ""
    source: ClassVar[str | EvidenceSource]
    settings: ClassVar[Mapping[str, Any]] = {}
    folder: ClassVar[str | Path | None] = None
    kind: ClassVar[Kind | None] = None
    block: ClassVar[Mapping[str, Any]] = {}
    measures: ClassVar[Mapping[str, Any]] = {}
    touchpoints: ClassVar[Sequence[str]] = ()
    scorecard: ClassVar[Mapping[str, Any] | None] = None
    set_aside: ClassVar[Sequence[str]] = ()
    now: ClassVar[datetime] = FIXED_NOW
    seconds: ClassVar[float] = 30.0
    network: ClassVar[bool] = False

    # -- What subclasses may override ---------------------------------------------------------

    def descriptor(self) -> EvidenceSource:
        """Return the source's descriptor."""
        if isinstance(self.source, EvidenceSource):
            return self.source
        hook = import_module(self.plugin).cximpact_evidence_sources
        for each in hook():
            if each.name == self.source:
                found: EvidenceSource = each
                return found
        raise AssertionError(f"{self.plugin} offers no source called '{self.source}'")

    def transport(self) -> Transport | None:
        """Return what answers HTTP requests; none for sources that make none."""
        return None

    def whole_scorecard(self) -> Mapping[str, Any]:
        """Return the scorecard that rows are read by."""
        if self.scorecard is not None:
            return self.scorecard
        named = [str(each) for each in named_touchpoints(self.block)]
        return small_scorecard(self.measures, [*named, *self.touchpoints])

    # -- How it runs ----------------------------------------------------------------------------

    def collect(self, *, since: str | None = None, **given: Any) -> Run:
        """Collect once, in a copy of the folder."""
        with self._folder() as folder:
            return run_source(
                self.descriptor(),
                self.settings,
                kind=self.kind,
                since=since,
                seconds=self.seconds,
                network=self.network,
                **{"folder": folder, "now": self.now, "transport": self.transport(), **given},
            )

    def good_run(self) -> Run:
        """Return a collection without faults; made once per class."""
        kept = self.__class__.__dict__.get("_good_run")
        if isinstance(kept, Run):
            return kept
        run = self.collect()
        assert run.error is None, f"collecting failed: {run.told}"
        self.__class__._good_run = run  # type: ignore[attr-defined]
        return run

    def tried(self, transport: Transport | None) -> tuple[str, Run]:
        """Try connection and credentials, in a copy of the folder."""
        with self._folder() as folder:
            return check_source(
                self.descriptor(),
                self.settings,
                seconds=self.seconds,
                network=self.network,
                folder=folder,
                now=self.now,
                transport=transport,
            )

    def account(self) -> Account:
        """Return what became of the rows in a real workspace."""
        source = self.descriptor()
        rows = conflicts(self.good_run(), source.key).rows
        kind = self.kind or source.provides[0]
        day: date = self.now.date()
        return account_for(rows, kind, self.block, self.whole_scorecard(), day)

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as name:
            copy = Path(name) / "workspace"
            if self.folder is None:
                copy.mkdir()
            else:
                shutil.copytree(self.folder, copy)
            yield copy

    # -- Settings -------------------------------------------------------------------------------

    def test_settings_schema_is_valid(self) -> None:
        """The settings schema is a JSON Schema of an object, and refers to nothing outside."""
        faults = list(schema_faults(self.descriptor().settings))
        assert not faults, f"settings schema: {'; '.join(faults)}"

    def test_unknown_settings_are_refused(self) -> None:
        """A misspelt setting is an error, not a setting that silently does nothing."""
        places = open_parts(self.descriptor().settings)
        assert not places, f"say 'additionalProperties': false at {', '.join(places)}"

    def test_secrets_are_flagged(self) -> None:
        """What sounds secret is flagged, so that it is given by reference and never shown."""
        faults = unflagged_secrets(self.descriptor().settings)
        assert not faults, f"settings schema: {'; '.join(faults)}"

    def test_settings_are_described(self) -> None:
        """Each setting says what it is for: the listing of plugins shows it."""
        missing = undescribed(self.descriptor().settings)
        assert not missing, f"add a 'description' to {', '.join(missing)}"

    def test_the_settings_of_this_test_fit(self) -> None:
        """The settings below are such as a workspace could state."""
        faults = unfit(self.settings, self.descriptor().settings)
        assert not faults, f"settings: {'; '.join(faults)}"

    # -- Connection -----------------------------------------------------------------------------

    def test_connection_can_be_tried(self) -> None:
        """`check` says in one line what it reached; sources without one are passed over."""
        source = self.descriptor()
        if source.check is None:
            assert not source.needs_network, "give the descriptor a `check`: people try it first"
            return
        said, run = self.tried(self.transport())
        assert run.error is None, f"check failed: {run.told}"
        assert isinstance(said, str), f"check returned {type(said).__name__}, not text"
        assert said.strip(), "check returned an empty text"
        assert "\n" not in said, f"check returned several lines: {said!r}"
        assert leak_in([said, *run.texts()], run.secrets) is None, "check shows a secret"

    # -- Rows -----------------------------------------------------------------------------------

    def test_it_collects_offline(self) -> None:
        """It gives rows from what the test holds alone: no network, no account, no clock."""
        assert self.good_run().rows, "no rows: the test data should hold some"

    def test_it_collects_silently(self) -> None:
        """Nothing is printed: `context.progress` and `context.log` are for words."""
        printed = self.good_run().printed
        assert not printed, f"it printed {printed[:200]!r}"

    def test_cells_are_plain(self) -> None:
        """Cells are text, numbers, decimals, booleans, days, moments or None; no NaN."""
        run = self.collect()
        assert run.error is None, run.told
        blank = [name for name in (run.rows[0] if run.rows else ()) if name != name.strip()]
        assert not blank, f"spaces around the names of columns: {blank}"

    def test_two_reads_agree(self) -> None:
        """The same system gives the same rows, in whatever folder, time zone or environment."""
        first = self.good_run()
        with elsewhere():
            second = self.collect()
        assert second.error is None, f"the second time it failed: {second.told}"
        assert second.rows == first.rows, "the second time the rows differ"
        assert second.heard.notes == first.heard.notes, "the second time the notes differ"

    def test_rows_keep_their_key(self) -> None:
        """Rows have their key, equal rows of one key collapse, and none contradict each other."""
        source, run = self.descriptor(), self.good_run()
        missing = [name for name in source.key if run.rows and name not in run.rows[0]]
        assert not missing, f"columns of the key that no row has: {missing}"
        error = conflicts(run, source.key).error
        assert error is None, f"key ({', '.join(source.key)}): {error}"

    def test_references_name_no_person(self) -> None:
        """`ref` points into the system by key or id; it stands in results, so it names nobody."""
        people = [row["ref"] for row in self.good_run().rows if "@" in (row.get("ref") or "")]
        assert not people, f"an address of a person as reference: {people[:3]}"

    def test_it_says_what_it_asked(self) -> None:
        """`context.query` tells where scores come from."""
        queries = self.good_run().heard.queries
        assert queries, "call context.query(...) once with what is asked"
        assert all(0 < len(text) <= 2_000 and "\n" not in text for text in queries), (
            f"a query is one line of at most 2,000 characters: {queries}"
        )

    def test_rows_can_be_used(self) -> None:
        """A real workspace reads them by the block above, without a problem."""
        account = self.account()
        shown = "\n  ".join(account.problems[:10])
        assert not account.problems, (
            f"the workspace cannot use these rows (as rows.csv: line 1 is headings):\n  {shown}"
        )

    def test_every_row_counts_or_is_set_aside(self) -> None:
        """No row is lost between the source and the score."""
        account, source = self.account(), self.descriptor()
        rows = conflicts(self.good_run(), source.key).rows
        assert account.read == len(rows), f"{len(rows)} rows collected, {account.read} read"
        assert account.counted > 0, "no row counts: " + (
            "see test_rows_can_be_used" if account.problems else str(dict(account.set_aside))
        )
        surprising = {
            reason: count
            for reason, count in account.set_aside.items()
            if reason not in (*_PERIODS, *self.set_aside)
        }
        assert not surprising, (
            f"rows set aside: {surprising}; mend the rows, or name the reason under `set_aside`"
        )

    # -- Secrets and leftovers ------------------------------------------------------------------

    def test_no_secret_leaks(self) -> None:
        """No secret, in no form, in rows, words, or the text of the settings."""
        run = self.good_run()
        context = make_context(self.settings, schema=self.descriptor().settings)
        texts = [repr(context), str(context.settings), *run.texts()]
        leak = leak_in(texts, (*run.secrets, *secrets_in(context.settings)))
        assert leak is None, f"a secret leaks: {leak}"

    def test_files_are_left_alone(self) -> None:
        """Nothing in the workspace's folder changes; `context.scratch` is there to write into."""
        with self._folder() as folder:
            before = listing(folder)
            run = self.collect(folder=folder)
            after = listing(folder)
        assert run.error is None, run.told
        changed = sorted(before.items() ^ after.items())
        assert before == after, f"it changed files: {[name for name, _ in changed]}"

    def test_nothing_is_left_running(self) -> None:
        """Threads and child processes end with the collection."""
        before = set(threading.enumerate())
        before_it = children()
        self.collect()
        left = [thread.name for thread in set(threading.enumerate()) - before]
        assert not left, f"threads still run: {left}"
        assert children() <= before_it, "a child process still runs"

    def test_the_environment_is_left_alone(self) -> None:
        """Settings are all it goes by: it neither changes the environment nor the folder."""
        environment, folder = dict(os.environ), Path.cwd()
        self.collect()
        assert dict(os.environ) == environment, "it changed the environment"
        assert Path.cwd() == folder, "it changed the current folder"

    # -- Incremental sources --------------------------------------------------------------------

    def test_a_refresh_brings_what_changed(self) -> None:
        """From its own cursor it gives rows that stand among those of a full collection."""
        source, first = self.descriptor(), self.good_run()
        if not source.incremental:
            return
        assert first.heard.cursors, "an incremental source calls context.keep_cursor"
        again = self.collect(since=first.heard.cursors[-1])
        record = "; record this request, too" if again.ended else ""
        assert again.error is None, f"from its own cursor: {again.told}{record}"
        known = {tuple(row.get(name) for name in source.key) for row in first.rows}
        found = {tuple(row.get(name) for name in source.key) for row in again.rows}
        assert found <= known, "a refresh of an unchanged system brought rows nobody knew"

    def test_a_cursor_that_is_none_is_refused(self) -> None:
        """A cursor it did not make gives an error or everything, never silently nothing."""
        source, first = self.descriptor(), self.good_run()
        if not source.incremental:
            return
        for cursor in ("", "no cursor", "9999-12-31T23:59:59Z", '{"since": null}'):
            run = self.collect(since=cursor)
            if run.error is not None:
                assert run.family != "plugin", (
                    f"cursor {cursor!r}: {run.told}; look at `request.since` before it is asked"
                    " for: one you cannot have kept is a QueryError, or fetches everything"
                )
                continue
            lost = len(run.rows) < len(first.rows) and not run.heard.notes
            assert not lost, f"cursor {cursor!r}: rows are silently left out"
