"""Sources that raise, each in another way."""

from __future__ import annotations


def raises(request, context):
    """Raises while it yields."""
    yield [{"id": "half"}]
    raise ZeroDivisionError("one by nought")


class UnspeakableError(Exception):
    """An error whose text and attributes cannot be had."""

    def __str__(self) -> str:
        raise RuntimeError("nothing to say")

    __repr__ = __str__

    @property
    def tried(self):
        raise RuntimeError("nothing to show")


def raises_in_repr(request, context):
    """Raises an error that raises when its text is made."""
    raise UnspeakableError
    yield


def raises_interrupt(request, context):
    """Raises KeyboardInterrupt, as if the user had asked for it."""
    yield [{"id": "half"}]
    raise KeyboardInterrupt


def raises_base(request, context):
    """Raises what `except Exception` does not catch, with an endless text."""

    class Odd(BaseException):
        pass

    raise Odd("odd " * 1_000_000 + "\x1b[31m")
    yield


def raises_too_deep(request, context):
    """Calls itself without end."""
    return raises_too_deep(request, context)


def raises_a_circle(request, context):
    """Raises an error that is its own cause."""
    error = ValueError("a circle")
    error.__cause__ = error
    error.__context__ = error
    raise error
    yield
