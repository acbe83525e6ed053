"""Streams of random numbers, each keyed by what it is for; the one place where chance comes from.

A stream depends on the seed, the kind of thing and its id alone. So adding, dropping or reordering
proposals moves no draw of another, and the same workspace gives the same draws everywhere.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence


class _Digest(ISeedSequence):
    """Gives a generator its first state: the words of a SHA-256 digest, which are random enough.

    NumPy's own way of seeding would mix them once more, at five times the price.
    """

    def __init__(self, name: bytes) -> None:
        self._words = hashlib.sha256(name).digest()

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
        """Return the first words of the digest."""
        return np.frombuffer(self._words, dtype=np.dtype(dtype).newbyteorder("<"))[:n_words]


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
    state: Any = _Digest(name)  # NumPy takes any ISeedSequence, but its types do not say so
    return np.random.Generator(np.random.SFC64(state))
