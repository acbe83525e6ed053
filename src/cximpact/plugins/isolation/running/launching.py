"""Starting a process for a job: what it is given, and that nothing else comes along."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from attrs import frozen

import cximpact
from cximpact.plugins.isolation.frames import MARK_BYTES, encoded
from cximpact.plugins.isolation.jobs import Job

__all__ = [
    "RUN",
    "Started",
    "environment",
    "proxy_secrets",
    "start",
]

RUN = "CXIMPACT_RUN"
"""The variable by which processes of a run are found again, should their supervisor die."""

_KEPT = {
    "ALL_PROXY",
    "APPDATA",
    "COMSPEC",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LANG",
    "LANGUAGE",
    "LD_LIBRARY_PATH",
    "LOCALAPPDATA",
    "NO_PROXY",
    "PATH",
    "PATHEXT",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "SYSTEMROOT",
    "USERPROFILE",
    "VIRTUAL_ENV",
    "WINDIR",
}


@frozen(eq=False)
class Started:
    """A process that was started for a job.

    Attributes:
        process: The supervisor.
        channel: What the worker says.
        mark: Begins every frame.
        token: Stands in the environment of every process of the run.
    """

    process: subprocess.Popen[bytes]
    channel: BinaryIO
    mark: bytes
    token: str


def start(job: Job, timeout: float, scratch: Path) -> Started:
    """Start the process of a job.

    Args:
        job: The work; it goes by standard input, so that no list of processes shows it.
        timeout: Seconds it may take.
        scratch: An empty folder for it.
    """
    mark, token = secrets.token_bytes(MARK_BYTES), secrets.token_hex(8)
    ours, theirs = os.pipe() if hasattr(os, "fork") else (-1, -1)
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "cximpact.plugins.isolation.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if ours >= 0 else subprocess.DEVNULL,
            cwd=scratch,
            env=environment(os.environ, scratch, token),
            start_new_session=True,
            pass_fds=(theirs,) if ours >= 0 else (),
        )
    except BaseException:
        _close(ours)
        raise
    finally:
        _close(theirs)
    if ours >= 0:
        channel: Any = open(ours, "rb", buffering=0)  # noqa: SIM115, PTH123  (a descriptor)
    else:
        channel = process.stdout
    _hand_over(process, _order(job, timeout, scratch, mark, theirs))
    return Started(process, channel, mark, token)


def _close(descriptor: int) -> None:
    if descriptor >= 0:
        os.close(descriptor)


def _order(job: Job, timeout: float, scratch: Path, mark: bytes, channel: int) -> bytes:
    return encoded(
        {
            "mark": mark.hex(),
            "channel": channel,
            "path": [os.path.abspath(entry) for entry in sys.path],  # noqa: PTH100  (also "")
            "scratch": str(scratch),
            "timeout": timeout,
            "memory": job.memory,
            "plugin": job.plugin,
            "distribution": job.distribution,
            "operation": job.operation,
            "target": job.target,
            "payload": job.payload,
            "secrets": [*job.secrets, *proxy_secrets(os.environ)],
        }
    )


def _hand_over(process: subprocess.Popen[bytes], order: bytes) -> None:
    """Write the order; a process that is gone already will be noticed by its silence."""
    assert process.stdin is not None  # noqa: S101  (asked for above)
    with suppress(BrokenPipeError):
        process.stdin.write(len(order).to_bytes(8, "big") + order)
        process.stdin.flush()


def environment(ours: Mapping[str, str], scratch: Path, token: str) -> dict[str, str]:
    """Return the environment of a process: only what programs need to run at all.

    Args:
        ours: The environment of the host, which may hold secrets of every kind.
        scratch: The folder for temporary files.
        token: Marks the processes of the run.

    Examples:
        >>> sorted(environment({"LANG": "C", "JIRA_TOKEN": "x"}, Path("s"), "1"))[:3]
        ['CXIMPACT_RUN', 'LANG', 'PYTHONPATH']
    """
    kept = {
        name: value
        for name, value in ours.items()
        if name.upper() in _KEPT or name.startswith("LC_")
    }
    folder = str(scratch)
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(_python_path(kept.get("PYTHONPATH", ""))),
        "TEMP": folder,
        "TMP": folder,
        "TMPDIR": folder,
        "TZ": "UTC",
        RUN: token,
    }


def _python_path(given: str) -> Iterator[str]:
    """Yield where the interpreter looks; first of all it must find cximpact itself."""
    yield from (os.path.abspath(entry) for entry in given.split(os.pathsep) if entry)  # noqa: PTH100
    home = Path(cximpact.__file__).resolve().parent.parent
    if home.name not in ("site-packages", "dist-packages"):
        yield str(home)


def proxy_secrets(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the passwords that stand in the addresses of proxies."""
    for name, value in environ.items():
        if name.upper().endswith("_PROXY"):
            with suppress(ValueError):
                password = urlsplit(value).password
                if password:
                    yield from {password, unquote(password)}
