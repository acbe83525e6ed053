"""Streams of random numbers, each keyed by what it is for; the one place where chance comes from.

A stream depends on the seed, the kind of thing and its id alone. So adding, dropping or reordering
proposals moves no draw of another, and the same workspace gives the same draws everywhere.
"""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, kind: str, *key: str) -> np.random.Generator:
    """Return the stream of one thing.

    The key is hashed (SHA-256) into the state of a SFC64 generator (Doty-Humphrey, PractRand).

    Args:
        seed: The seed of the workspace.
        kind: What is drawn: ``condition``, ``rating``, ``weights`` ...
        *key: What it is drawn for: ids.

    Example:
        >>> one = stream(0, "rating", "P1", "ease").random()
        >>> one == stream(0, "rating", "P1", "ease").random()
        True
        >>> one == stream(0, "rating", "P2", "ease").random()
        False
    """
    name = "\x1f".join((str(seed), kind, *key)).encode()
    words = np.frombuffer(hashlib.sha256(name).digest(), dtype=np.uint32)
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(words.tolist())))
