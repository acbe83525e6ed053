"""Sources that give, print, or take too much."""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time

from cximpact_hostile.guard import only_isolated


def never_ends(request, context):
    """Gives rows for ever."""
    for number in itertools.count():
        yield [{"id": f"{number}-{each}", "comment": "x" * 200} for each in range(500)]


def prints_before_and_after(request, context):
    """Prints noise around its rows, on both streams, some of it no text."""
    print("noise before")
    sys.stdout.buffer.write(b"\xff\xfe\x00 no text\n")
    yield [{"id": "1"}]
    print("noise after", file=sys.stderr)
    os.system("echo noise of a program")


def prints_for_ever(request, context):
    """Prints as fast as it can, from a thread, while it gives rows."""
    only_isolated()

    def noise():
        while True:
            os.write(1, b"noise " * 10_000 + b"\n")

    for _ in range(3):
        threading.Thread(target=noise, daemon=True).start()
    time.sleep(0.5)
    yield [{"id": "1"}]


def prints_a_huge_log(request, context):
    """Prints and logs many megabytes."""
    for _ in range(2_000):
        context.log("log " * 2_000)
        print("print " * 2_000)
    yield [{"id": "1"}]


def tells_too_much(request, context):
    """Tells of its progress, leaves notes and names queries by the ten thousand."""
    for number in range(10_000):
        context.progress(f"{number} " + "x" * 1_000)
        context.note(f"note {number}")
        context.query(f"query {number}")
    yield [{"id": "1"}]


def allocates_ten_gigabytes(request, context):
    """Asks for 10 GB at once."""
    only_isolated()
    yield [{"id": "half"}]
    hoard = b"x" * (10 * 2**30)
    yield [{"id": str(len(hoard))}]


def grows(request, context):
    """Uses more and more memory, piece by piece."""
    only_isolated()
    yield [{"id": "half"}]
    hoard = []
    while True:
        hoard.append(b"x" * (8 * 2**20))
        time.sleep(0.001)


def grows_in_children(request, context):
    """Uses more and more memory, each piece in a process of its own."""
    only_isolated()
    yield [{"id": "half"}]
    for _ in range(200):
        if os.fork() == 0:
            hoard = b"x" * (16 * 2**20)
            time.sleep(600 + len(hoard) % 2)
        time.sleep(0.02)
    time.sleep(600)
