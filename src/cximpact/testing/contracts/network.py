"""The contract of sources that speak HTTP: nothing is lost or doubled whatever goes wrong.

Its messages say what to do, so pytest need not add values to them: PYTEST_DONT_REWRITE.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import pytest

from cximpact.testing.contracts.source import SourceContract
from cximpact.testing.faults import FAULTS
from cximpact.testing.faults.fault import Exchange, Fault, Scene, Spot
from cximpact.testing.faulty import FaultyTransport
from cximpact.testing.leaks import leak_in
from cximpact.testing.paging import Paging
from cximpact.testing.recorded import RecordedTransport
from cximpact.testing.running import conflicts
from cximpact.testing.verdicts import outcome_of

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpRequest, HttpResponse, Transport

__all__ = ["NetworkSourceContract"]

_SHOWN = 8


class NetworkSourceContract(SourceContract):
    """Subclass it, say what the source is and where its recordings are; see `SourceContract`.

    Every fault of `FAULTS` is planted in every place of the recorded collection where it can
    strike. Each time the source must raise the right error, or give all rows, or say in a note
    which it left out.

    Attributes:
        recordings: A file or folder of recordings, or what `RecordedTransport` takes.
        paging: How the system lays out its pages; without it, faults of pages and fields cannot
            be planted.
        queries: Paths at which a POST only asks.
        optional: Fields of records that the system documents as optional: faults leave them.
        not_applicable: Names of faults that cannot happen, each with the reason; it is printed.
    """

    recordings: ClassVar[str | Path | Mapping[str, Any] | Sequence[Any]]
    paging: ClassVar[Paging | Sequence[Paging]] = ()
    queries: ClassVar[Sequence[str]] = ()
    optional: ClassVar[Sequence[str]] = ()
    not_applicable: ClassVar[Mapping[str, str]] = {}

    def transport(self) -> Transport:
        """Return a fresh transport that answers as the system does; recordings, unless overridden.

        One of your own is fine, too, if it forgets nothing between two requests that a system
        would remember.
        """
        return RecordedTransport(self.recordings)

    def is_reading(self, request: HttpRequest) -> bool:
        """Whether a request changes nothing: GET, or POST to one of `queries`."""
        path = urlsplit(request.url).path
        return request.method == "GET" or (request.method == "POST" and path in self.queries)

    def test_it_says_that_it_needs_the_network(self) -> None:
        """Core tells people which sources speak to the outside."""
        assert self.descriptor().needs_network, "set needs_network=True in the descriptor"

    def test_requests_only_read(self) -> None:
        """Evidence is read, never written: GET, or POST to a path declared in `queries`."""
        wrong = [
            f"{request.method} {urlsplit(request.url).path}"
            for request in self.good_run().requests
            if not self.is_reading(request)
        ]
        assert not wrong, f"these may change something; are they queries? {sorted(set(wrong))}"

    def test_addresses_hold_no_secret(self) -> None:
        """Addresses hold no secrets: they end up in the logs of every proxy on the way."""
        good = self.good_run()
        leak = leak_in([request.url for request in good.requests], good.secrets)
        assert leak is None, f"a secret in an address: {leak}; send it in a header"

    def test_every_recording_is_used(self) -> None:
        """A recording that nobody asks for tests nothing."""
        transport = self.transport()
        first = self.collect(transport=transport)
        self.tried(transport)
        if self.descriptor().incremental and first.heard.cursors:
            self.collect(transport=transport, since=first.heard.cursors[-1])
        unused = getattr(transport, "unused", ())
        assert not unused, f"recorded and never asked for: {', '.join(unused)}"

    def test_every_excuse_names_a_fault(self) -> None:
        """A misspelt name under `not_applicable` would excuse nothing."""
        unknown = sorted(self.not_applicable.keys() - FAULTS.keys())
        assert not unknown, f"no faults: {', '.join(unknown)}"
        blank = [name for name, reason in self.not_applicable.items() if len(reason) < 10]
        assert not blank, f"give a reason for {', '.join(blank)}"

    @pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
    def test_nothing_is_lost_or_doubled(self, fault: Fault) -> None:
        """Whatever goes wrong: the right error, all rows, or a note about those left out."""
        if fault.name in self.not_applicable:
            pytest.skip(f"does not apply: {self.not_applicable[fault.name]}")
        scene = self.scene()
        spots = list(fault.spots(scene))
        if not spots:
            pytest.skip(f"cannot be planted: {fault.lacking}")
        wrong = [found for spot in spots for found in self._wrong(fault, spot)]
        more = f"\n... and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        shown = "\n".join(wrong[:_SHOWN])
        assert not wrong, f"{fault.name} ({fault.summary}):\n{shown}{more}"

    def test_at_least_thirty_faults_were_planted(self) -> None:
        """A contract that excuses most faults says little."""
        scene = self.scene()
        planted = [
            fault.name
            for fault in FAULTS.values()
            if fault.name not in self.not_applicable and any(True for _ in fault.spots(scene))
        ]
        assert len(planted) >= 30, f"only {len(planted)}: declare `paging`, or record more"

    def scene(self) -> Scene:
        """Return the collection without faults, with all exchanges."""
        exchanges: list[Exchange] = []
        inner = self.transport()

        class Listening:
            def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
                answer = inner.send(request, timeout)
                exchanges.append(Exchange(request, answer))
                return answer

        run = self.collect(transport=Listening())
        assert run.error is None, f"it does not even work without faults: {run.told}"
        pagings = (self.paging,) if isinstance(self.paging, Paging) else tuple(self.paging)
        return Scene(tuple(exchanges), pagings, self.descriptor().key, tuple(self.optional))

    def _wrong(self, fault: Fault, spot: Spot) -> Iterator[str]:
        """Yield what is wrong with a collection in which a fault strikes at one spot."""
        source = self.descriptor()
        key = source.key
        good = conflicts(self.good_run(), key)
        faulty = FaultyTransport(self.transport(), fault.plant(spot), at=spot.at)
        run = conflicts(self.collect(transport=faulty), key)
        expects = fault.expects
        if source.retry.attempts == 1 and "same" in expects:
            expects = (*expects, "temporary")
        found = [outcome_of(good, run, expects, key), fault.check(run, source, spot)]
        leak = leak_in(run.texts(), run.secrets)
        found.append(f"a secret leaks: {leak}" if leak else "")
        found.append(f"it printed {run.printed[:200]!r}" if run.printed else "")
        changing = [each for each in run.requests if not self.is_reading(each)]
        found.append(f"a request may change something: {changing[0]}" if changing else "")
        yield from (f"  {spot}: {each}" for each in found if each)
