"""What a plugin finds around it: the channel out of reach, its prints caught, an empty folder."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from typing import Any

__all__ = ["prepare"]

_OUT_OF_THE_WAY = 200


def prepare(order: Any, prints: int) -> int:
    """Set up the process for a plugin and return the descriptor of the channel to the host.

    Args:
        order: What the host ordered.
        prints: Where everything goes that is printed.
    """
    channel = _moved(order["channel"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, place in ((nothing, 0), (prints, 1), (prints, 2)):
        os.dup2(descriptor, place)
    for descriptor in {nothing, prints}:
        os.close(descriptor)
    _as_usual()
    os.chdir(order["scratch"])
    sys.argv = ["cximpact-worker"]
    sys.path[:] = order["path"]
    faulthandler.enable(file=2, all_threads=True)
    if hasattr(signal, "SIGQUIT"):
        # Asked for when its time is over: where does it hang, from Python down into C?
        faulthandler.register(signal.SIGQUIT, file=2, all_threads=True)
    return channel


def _moved(channel: int) -> int:
    """Move the channel to a number that no plugin comes upon by counting."""
    try:
        import fcntl

        moved = fcntl.fcntl(channel, fcntl.F_DUPFD_CLOEXEC, _OUT_OF_THE_WAY)
    except (ImportError, OSError):
        return channel
    os.close(channel)
    return moved


def _as_usual() -> None:
    """Undo what the supervisor did to signals, and stand in a process group of one's own."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if hasattr(os, "setpgid") and os.getpgid(0) != os.getpid():
        os.setpgid(0, 0)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(  # type: ignore[union-attr]  # the interpreter's own streams
                line_buffering=True, encoding="utf-8", errors="backslashreplace"
            )
