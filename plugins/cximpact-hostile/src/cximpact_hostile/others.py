"""Gates, reporters and observers that misbehave."""

from __future__ import annotations

import os
import sys
import time

from cximpact.plugins import GateAnswer


def judge_wrongly(proposal, settings):
    """Answer with a truth value."""
    return True


def judge_unknown(proposal, settings):
    """Answer with an outcome that there is not."""
    return GateAnswer("maybe", "who knows")


def judge_and_hang(proposal, settings):
    """Never answer."""
    time.sleep(600)


def judge_well(proposal, settings):
    """Answer as a gate should."""
    return GateAnswer("pass", f"{proposal['proposal']} is fine")


def render_wrongly(evaluation):
    """Return bytes."""
    return b"report"


def render_and_print(evaluation):
    """Print the report, and return another."""
    print("report")
    sys.stdout.flush()
    return f"<b>{evaluation['id']}</b>"


def render_endlessly(evaluation):
    """Return more text than anybody reads."""
    return "x" * (200 * 2**20)


def notify_and_exit(evaluation):
    """End the process."""
    os._exit(1)
