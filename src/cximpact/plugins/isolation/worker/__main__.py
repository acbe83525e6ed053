"""Where a process for one job begins: take the order, then watch over a worker that does it."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

__all__: list[str] = []


def main() -> None:
    """Take one order from the host and have it done."""
    order = _order()
    if order["channel"] < 0:
        _alone(order)
        return
    from cximpact.plugins.isolation.worker import limits
    from cximpact.plugins.isolation.worker.supervisor import supervise

    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    host, own = os.getppid(), os.getpid()
    limits.adopt_orphans()
    limits.write_no_cores()
    printed, prints = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(printed)
        limits.die_with_parent(own)
        _work(order, prints)
    os.close(prints)
    os.close(order["channel"])
    supervise(worker, printed, order, host)


def _order() -> Any:
    """Return what the host writes first: eight bytes of length, then the order."""
    length = int.from_bytes(_exactly(8), "big")
    return json.loads(_exactly(length))


def _exactly(count: int) -> bytes:
    """Return so many bytes, and take none of what follows them."""
    pieces = []
    while count:
        piece = os.read(0, min(count, 1 << 20))
        if not piece:
            sys.exit("the order broke off")
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)


def _work(order: Any, prints: int) -> None:
    from cximpact.plugins.isolation.worker import limits, surroundings
    from cximpact.plugins.isolation.worker.work import work

    channel = surroundings.prepare(order, prints)
    limits.limit_memory(order["memory"])
    work(order, channel)


def _alone(order: Any) -> None:
    """Do the work in this very process, where a system cannot fork; only the host watches."""
    from cximpact.plugins.isolation.worker import limits, surroundings
    from cximpact.plugins.isolation.worker.work import work

    limits.write_no_cores()
    order["channel"] = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    work(order, surroundings.prepare(order, nothing))


if __name__ == "__main__":
    main()
