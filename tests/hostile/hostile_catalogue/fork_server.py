"""Runs the command in forks of a process that has imported everything, and measures each fork.

Reads one request per line from standard input, a JSON object with `arguments`, `cwd`, `alone`, and
`out` and `said` (files that take what the command prints), and answers each with one line: exit code, CPU seconds
and the largest memory the fork ever had, in MB. Nothing but imports happens before the fork, so
that no request can see what another left behind, and a crash ends the fork only.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

# Of CPU time, so that other work on the machine counts for nothing; and of any time.
HANGS_AFTER = 10
STANDS_STILL_AFTER = 60
# Not pandas, which only frames and workbooks of evidence load: with pyarrow it takes 100 MB alone.
NEEDED = """
    numpy numpy.ma duckdb highspy jsonschema yaml python_calamine logging concurrent.futures
    rich.table rich.console traceback
"""
# Commands on files need none of these; one of them needs an extra.
LEFT_OUT = tuple(
    f"cximpact.{name}" for name in "testing spreadsheet warehouse __main__ demo".split()
)


def everything() -> list[str]:
    """Return the names of all modules that a command on files may need."""
    import cximpact

    found = walk_packages(cximpact.__path__, "cximpact.")
    ours = [each.name for each in found if not each.name.startswith(LEFT_OUT)]
    return [*NEEDED.split(), *ours]


def take_place(cwd: str, out: str, said: str) -> None:
    """Limit the time, go to a folder and print to files."""
    resource.setrlimit(resource.RLIMIT_CPU, (HANGS_AFTER, HANGS_AFTER))
    signal.alarm(STANDS_STILL_AFTER)
    os.chdir(cwd)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in ((1, out), (2, said)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)


def run(arguments: list[str], cwd: str, out: str, said: str) -> None:
    """Become the command; never returns."""
    take_place(cwd, out, said)
    from cximpact.cli import main

    warnings.simplefilter("error")
    sys.argv = ["cximpact", *arguments]
    code = 99
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def alone(arguments: list[str], cwd: str, out: str, said: str) -> None:
    """Become a new process, started as people start the command; never returns."""
    take_place(cwd, out, said)
    os.execv(sys.executable, [sys.executable, "-m", "cximpact", *arguments])  # noqa: S606


def answer(request: dict[str, object], work: Callable[..., None]) -> dict[str, float]:
    """Run one request in a fork of its own, and measure it."""
    code, seconds, megabytes = forked(lambda: work(**request))
    return {"code": code, "seconds": seconds, "megabytes": megabytes}


def forked(work: Callable[[], object]) -> tuple[int, float, float]:
    """Return exit code, CPU seconds and most memory of a fork that does some work."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    seconds = usage.ru_utime + usage.ru_stime
    return os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Answer requests until there are no more."""
    for name in everything():
        import_module(name)
    # Not what getrusage says: that remembers the process that started this one.
    status = Path("/proc/self/status").read_text()
    whole = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    # A fork shares what it has not touched, such as code that was read from files, without
    # having it counted; a process of its own would have it.
    shared = max(whole - forked(int)[2], 0)
    print(json.dumps({"megabytes": whole}), flush=True)  # noqa: T201
    for line in sys.stdin:
        request = json.loads(line)
        is_alone = request.pop("alone")
        found = answer(request, alone if is_alone else run)
        found["megabytes"] += 0 if is_alone else shared
        print(json.dumps(found), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
