"""From errors to messages and exit codes: bad input never ends in a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from cximpact.cli.output import say
from cximpact.exceptions import CximpactError, InputError, SourceError, printable

BAD_INPUT = 1
INCOMPLETE = 3
STOPPED = 128
"""Added to the number of the signal that ended a command, as shells do."""

_MOST_SHOWN = 50


def end_in_order() -> None:
    """Let a command that is told to end leave neither processes nor half a snapshot behind.

    Python itself ends in order when it is interrupted (Ctrl-C), and at once otherwise.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What whoever started us chose to ignore (nohup) stays ignored.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: object) -> NoReturn:
    sys.exit(STOPPED + number)


def interrupted() -> NoReturn:
    """Say that the user stopped the command, and end."""
    click.echo("\nStopped.", err=True)
    sys.exit(STOPPED + signal.SIGINT)


@contextmanager
def report_errors() -> Iterator[None]:
    """Turn the library's errors into one clear report on stderr and an exit code."""
    try:
        yield
    except InputError as error:
        say(_input_report(error), err=True)
        sys.exit(BAD_INPUT)
    except SourceError as error:
        say(f"The evidence is incomplete:\n{error}", err=True)
        sys.exit(INCOMPLETE)
    except CximpactError as error:
        say(f"Something went wrong inside cximpact: {error}", err=True)
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough; that is not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        name = f" ({printable(error.filename)})" if error.filename else ""
        say(f"The file system says: {error.strerror or error}{name}", err=True)
        sys.exit(BAD_INPUT)


@contextmanager
def telling_next(words: str) -> Iterator[None]:
    """Say what is to be done next where the input has problems, below all of them.

    Args:
        words: What to do.
    """
    try:
        yield
    except InputError as error:
        say(f"{_input_report(error)}\n{words}", err=True)
        sys.exit(BAD_INPUT)


def _input_report(error: InputError) -> str:
    count = len(error.problems)
    head = "1 problem in the input:" if count == 1 else f"{count} problems in the input:"
    lines = [f"  {problem}" for problem in error.problems[:_MOST_SHOWN]]
    more = [f"  and {count - _MOST_SHOWN} more"] if count > _MOST_SHOWN else []
    return "\n".join([head, *lines, *more])
