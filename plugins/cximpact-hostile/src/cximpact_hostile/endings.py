"""Sources that end a process: their own, their parent's, or not even that."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time

from cximpact_hostile.guard import only_isolated


def exits(request, context):
    """Calls exit(0) in the middle of its rows."""
    yield [{"id": "half"}]
    sys.exit(0)


def exits_at_once(request, context):
    """Ends its process without Python noticing, with exit code 3."""
    only_isolated()
    yield [{"id": "half"}]
    os._exit(3)


def crashes(request, context):
    """Reads address zero."""
    only_isolated()
    yield [{"id": "half"}]
    ctypes.string_at(0)


def kills_itself(request, context):
    """Sends itself SIGKILL."""
    only_isolated()
    yield [{"id": "half"}]
    os.kill(os.getpid(), signal.SIGKILL)


def kills_its_parent(request, context):
    """Kills the process that watches over it, leaves a child in a session of its own, goes on."""
    only_isolated()
    _leave_a_child()
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(600)
    yield [{"id": "late"}]


def stops_its_parent(request, context):
    """Stops the process that watches over it, so that it can see to nothing any more."""
    only_isolated()
    _leave_a_child()
    os.kill(os.getppid(), signal.SIGSTOP)
    time.sleep(600)
    yield [{"id": "late"}]


def hangs(request, context):
    """Waits in Python, for ever."""
    yield [{"id": "half"}]
    threading.Event().wait()


def hangs_in_c(request, context):
    """Waits in C with every signal blocked."""
    only_isolated()
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    ctypes.PyDLL(None).sleep(600)
    yield [{"id": "late"}]


def hangs_in_a_pattern(request, context):
    """Lets a regular expression run wild, which no signal interrupts."""
    only_isolated()
    for each in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(each, signal.SIG_IGN)
    re.fullmatch(r"(a+)+", "a" * 60 + "b")
    yield [{"id": "late"}]


def forks_and_hangs(request, context):
    """Starts children in sessions of their own that hang, and hangs, too."""
    only_isolated()
    _leave_a_child()
    _leave_a_program()
    yield [{"id": "half"}]
    time.sleep(600)


def forks_and_returns(request, context):
    """Leaves children behind that hold on to everything, and returns as if nothing were."""
    only_isolated()
    _leave_a_child()
    _leave_a_program()
    yield [{"id": "whole"}]


def forks_twice_the_rows(request, context):
    """Forks while it yields, so that two processes would give rows and an answer."""
    only_isolated()
    yield [{"id": "before"}]
    os.fork()
    yield [{"id": "after"}]


def raises_at_the_end(request, context):
    """Leaves a thread and a handler behind that keep the interpreter from ending."""
    only_isolated()
    import atexit

    atexit.register(time.sleep, 600)
    threading.Thread(target=time.sleep, args=(600,)).start()
    yield [{"id": "whole"}]


def _leave_a_child() -> None:
    """Fork twice, so that nobody is left who knows the child, and let it ignore signals."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(each, signal.SIG_IGN)
            time.sleep(600)
        os._exit(0)


def _leave_a_program() -> None:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
