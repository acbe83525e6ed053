"""What the system itself watches over: orphans come to us, no core is written, memory is bounded.

Each of these is an extra; where a system has none of it, the run goes on without.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

__all__ = ["adopt_orphans", "die_with_parent", "limit_memory", "write_no_cores"]

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
_GIB = 2**30
_ADDRESSES = 8 * _GIB
_ADDRESSES_PER_CPU = _GIB // 8


def adopt_orphans() -> bool:
    """Become the parent of every descendant that loses its own; return whether that worked."""
    return _prctl(_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Have this process killed when its parent ends."""
    if _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL) and os.getppid() != parent:
        os._exit(1)


def _prctl(option: int, value: int) -> bool:
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        return bool(ctypes.CDLL(None).prctl(option, value, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def write_no_cores() -> None:
    """Let no crash write the memory, with its secrets, into a file."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_memory(megabytes: int) -> None:
    """Bound addresses and be the first to go when the whole machine runs out of memory.

    Addresses are bounded far above `megabytes`: libraries reserve much that they never use, for
    each thread. What is really used is watched from outside.
    """
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    most = 4 * megabytes * 2**20 + _ADDRESSES + _ADDRESSES_PER_CPU * (os.cpu_count() or 1)
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or hard > most:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
