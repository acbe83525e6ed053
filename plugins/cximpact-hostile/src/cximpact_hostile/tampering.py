"""Sources that break what is around them: folders, descriptors, streams, the interpreter."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import threading
import time

from cximpact_hostile.guard import only_isolated


def deletes_its_folders(request, context):
    """Deletes its own temporary folder, which is also the folder it stands in."""
    only_isolated()
    yield [{"id": "1"}]
    # Only ever this one folder, and only if it is one of the run's own: a test must not do harm.
    if context.scratch.name.startswith("cximpact-"):
        shutil.rmtree(context.scratch)
    yield [{"id": "2"}]


def locks_its_folder(request, context):
    """Leaves folders behind that cannot be opened, and links that lead away."""
    only_isolated()
    deep = context.scratch / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    (context.scratch / "away").symlink_to(context.folder)
    deep.chmod(0)
    context.scratch.chmod(0o500)
    yield [{"id": "1"}]


def writes_everywhere(request, context):
    """Writes garbage to every descriptor it can find."""
    only_isolated()
    yield [{"id": "1"}]
    for descriptor in range(1_024):
        try:
            os.write(descriptor, b"garbage\n" * 4)
        except OSError:
            continue
    yield [{"id": "2"}]


def closes_everything(request, context):
    """Closes every descriptor it can find."""
    only_isolated()
    yield [{"id": "1"}]
    os.closerange(0, 4_096)
    yield [{"id": "2"}]


def opens_everything(request, context):
    """Opens files until it may open no more."""
    only_isolated()
    kept = []
    try:
        while len(kept) < 100_000:
            kept.append(open("/dev/null"))
    except OSError:
        pass
    yield [{"id": "1"}]


def replaces_its_streams(request, context):
    """Puts something in the place of standard output that cannot be used."""
    only_isolated()

    class Broken:
        def __getattr__(self, name):
            raise RuntimeError("no stream")

    sys.stdout = sys.stderr = sys.__stdout__ = Broken()
    yield [{"id": "1"}]


def overwrites_the_interpreter(request, context):
    """Takes functions away that everybody uses."""
    only_isolated()
    import builtins
    import json
    import struct

    json.dumps = struct.pack = builtins.isinstance = None
    os.write = os.getpid = None
    yield [{"id": "1"}]


def signals_its_group(request, context):
    """Sends a signal to every process of its group."""
    only_isolated()
    os.killpg(os.getpgid(0), signal.SIGTERM)
    time.sleep(600)
    yield [{"id": "1"}]


def ends_in_a_thread(request, context):
    """Lets threads speak and raise while it yields."""

    def speak():
        for number in range(200):
            context.note(f"{threading.get_ident()} {number}")
        raise RuntimeError("in a thread")

    threads = [threading.Thread(target=speak) for _ in range(8)]
    for each in threads:
        each.start()
    yield [{"id": str(number)} for number in range(2_000)]
    for each in threads:
        each.join()


def looks_around(request, context):
    """Gives everything it can read of its environment and of the command lines of processes."""
    context.progress("looking around")
    time.sleep(0.3)
    rows = [{"what": name, "text": value} for name, value in os.environ.items()]
    rows += [{"what": "argv", "text": repr(sys.argv)}]
    for folder in ("/proc/self", f"/proc/{os.getppid()}"):
        for name in ("cmdline", "environ"):
            with open(f"{folder}/{name}", "rb") as file:
                rows.append({"what": f"{folder}/{name}", "text": file.read().decode("latin-1")})
    gc.collect()
    yield [{"what": each["what"], "text": each["text"].replace("\0", " ")} for each in rows]
