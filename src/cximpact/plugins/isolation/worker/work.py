"""One job, from the import of the plugin to its last word; whatever happens, it ends here."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

from cximpact.plugins.isolation.redaction import Redactor
from cximpact.plugins.isolation.worker.channel import Channel

__all__ = ["work"]

_OBJECTS_BETWEEN = 10_000


def work(order: Any, descriptor: int) -> NoReturn:
    """Do what was ordered, send the answer or what went wrong, and end the process.

    Args:
        order: What the host ordered.
        descriptor: The way to the host.
    """
    owner = os.getpid()
    channel = Channel(descriptor, bytes.fromhex(order["mark"]), Redactor.of(order["secrets"]))
    code = 0
    try:
        kind, message = _done(order, channel)
        if os.getpid() == owner:
            channel.send(kind, message)
    except BaseException:
        # The channel is gone: the exit code is all that is left to say so.
        code = 70
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):
            stream.flush()
    # Neither threads that go on nor handlers for the end of a process are waited for.
    os._exit(code)


def _spare_the_collector() -> None:
    """Have garbage looked for less often, and not among all the modules, which stay to the end."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN)


def _done(order: Any, channel: Channel) -> tuple[str, Any]:
    from cximpact.plugins.isolation.worker.failures import failure

    try:
        from cximpact.plugins.hosting.loading import load_plugin
        from cximpact.plugins.isolation.frames import LARGEST_FRAME, encoded
        from cximpact.plugins.isolation.worker.operations import OPERATIONS
        from cximpact.plugins.rows.reading import RowError

        loaded = load_plugin(order["plugin"], order["distribution"])
        _spare_the_collector()
        answer = channel.redactor.data(OPERATIONS[order["operation"]](loaded, order, channel))
        if len(encoded(answer)) > LARGEST_FRAME:
            raise RowError(f"its answer is longer than {LARGEST_FRAME // 2**20} MiB")
    except BaseException as error:
        return "failed", failure(error, channel.redactor)
    return "done", answer
