"""YAML text becomes plain data, event by event.

Only the parser of PyYAML is used, never a loader: nothing is composed, resolved or constructed
by it, so aliases, tags and merge keys are seen and refused before they can do anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from attrs import define

from cximpact.intake.files.marks import Data, KeyPath, Mark, dotted
from cximpact.intake.files.problems import ProblemLog
from cximpact.intake.files.scalars import UnfitNumberError, core_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MOST_DEPTH", "MOST_NODES", "parse_yaml"]

MOST_DEPTH = 64
MOST_NODES = 100_000

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The parser compares every such line with all before it: 200,000 of them keep it busy for minutes.
_TAG_LINE = re.compile("(?:^|[\n\x85\u2028\u2029])\ufeff?%TAG\\b")
_HINTS = {
    "mapping values are not allowed": "put text that holds ': ' in quotes",
    "cannot start any token": "indent with spaces, not tabs; put text that starts with a sign "
    "such as @, ` or % in quotes",
    "could not find expected ':'": "a key ends with ': ', and all keys of one mapping start in "
    "the same column",
    "did not find expected key": "check the indentation, and that every quote is closed",
}


def parse_yaml(text: str, *, name: str) -> tuple[Data, Mark]:
    """Return the data of one YAML document and the marks of its values.

    Args:
        text: The document.
        name: How the file is called in problems.

    Returns:
        The data, built of dict, list, str, int, float, bool and None, and its mark.

    Raises:
        InputError: The text is not YAML, or holds what is not accepted: anchors, aliases, tags,
            merge keys, a key twice, a key that is no text, several documents, more than 64
            levels or 100,000 nodes, numbers that are not finite or too large.
    """
    import yaml

    log = ProblemLog(name)
    _refuse_unprintable(text, log)
    _refuse_tag_lines(text, log)
    tree = _Tree(log)
    try:
        for event in _events(text):
            if not tree.take(event):
                break
    except yaml.YAMLError as error:
        _syntax(error, log)
    log.raise_any()
    return tree.root, tree.mark


def _events(text: str) -> Iterator[Any]:
    """Yield the parser's events; libyaml's parser is a hundred times faster than Python's."""
    import yaml

    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return yaml.parse(text, Loader=loader)


def _refuse_unprintable(text: str, log: ProblemLog) -> None:
    found = _UNPRINTABLE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        log.add("a control character is not allowed in YAML", line=line, value=found[0])
        raise log.error()


def _refuse_tag_lines(text: str, log: ProblemLog) -> None:
    found = _TAG_LINE.search(text)
    if found:
        line = text.count("\n", 0, found.end()) + 1
        log.add("a %TAG line is not allowed", line=line, hint="remove it, and all tags")
        raise log.error()


def _syntax(error: Exception, log: ProblemLog) -> None:
    what = getattr(error, "problem", None) or str(error)
    mark = getattr(error, "problem_mark", None)
    hint = next((hint for part, hint in _HINTS.items() if part in what), None)
    log.add(f"not valid YAML: {what}", line=mark.line + 1 if mark else None, hint=hint)


@define(eq=False)
class _Open:
    """A mapping or list that has begun and not yet ended."""

    data: dict[str, Data] | list[Data]
    mark: Mark
    step: str | int = "?"
    key: str | None = None
    key_line: int | None = None

    @property
    def wants_key(self) -> bool:
        return isinstance(self.data, dict) and self.key_line is None

    @property
    def next_step(self) -> str | int:
        """The step from here to the value that comes next."""
        return len(self.data) if isinstance(self.data, list) else self.key or "?"

    def put(self, value: Data, mark: Mark) -> None:
        """Store a value under the waiting key, which is None when the key was refused."""
        if isinstance(self.data, list):
            self.mark.inside[len(self.data)] = mark
            self.data.append(value)
            return
        if self.key is not None:
            mark.key_line = self.key_line
            self.mark.inside[self.key] = mark
            self.data[self.key] = value
        self.key = self.key_line = None


class _Tree:
    """Builds the data of one document from events."""

    def __init__(self, log: ProblemLog) -> None:
        self.root: Data = None
        self.mark = Mark(1)
        self._log = log
        self._open: list[_Open] = []
        self._documents = 0
        self._nodes = 0

    def take(self, event: Any) -> bool:
        """Take one event; False means that reading on is pointless or unsafe."""
        kind = type(event).__name__
        if kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()
        elif kind == "DocumentStartEvent":
            return self._document(event)
        elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"):
            return self._node(event, kind)
        return True

    def _document(self, event: Any) -> bool:
        self._documents += 1
        line = event.start_mark.line + 1
        if event.version not in (None, (1, 2)):
            version = ".".join(map(str, event.version))
            hint = "remove the %YAML line"
            self._log.add("only YAML 1.2 is read", line=line, value=version, hint=hint)
        if self._documents > 1:
            hint = "keep one document to a file, and remove the other '---' lines"
            self._log.add("the file holds several documents", line=line, hint=hint)
        return self._documents == 1

    def _node(self, event: Any, kind: str) -> bool:
        line = event.start_mark.line + 1
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._log.add("the document has too many values", expected=f"at most {MOST_NODES:,}")
            return False
        self._refuse_anchor_and_tag(event, kind, line)
        if kind == "ScalarEvent":
            self._scalar(event, line)
        elif kind == "AliasEvent":
            self._put(None, Mark(line))
        else:
            self._begin({} if kind == "MappingStartEvent" else [], line)
        if len(self._open) > MOST_DEPTH:
            self._log.add("nested too deeply", line=line, expected=f"at most {MOST_DEPTH} levels")
            return False
        return True

    def _refuse_anchor_and_tag(self, event: Any, kind: str, line: int) -> None:
        hint = "write the value out where it is needed"
        if event.anchor is not None:
            is_alias = kind == "AliasEvent"
            what = "an alias (*) is not allowed" if is_alias else "an anchor (&) is not allowed"
            self._log.add(what, line=line, value=event.anchor, hint=hint)
        if getattr(event, "tag", None) is not None:
            hint = "remove it; quotes around a value make it text"
            self._log.add("a tag (!) is not allowed", line=line, value=event.tag, hint=hint)

    def _scalar(self, event: Any, line: int) -> None:
        plain = bool(event.implicit[0])
        if self._open and self._open[-1].wants_key:
            self._key(event.value, plain, line)
            return
        try:
            value = core_scalar(event.value) if plain else event.value
        except UnfitNumberError as error:
            value = None
            field = dotted(self._path())
            self._log.add(str(error), line=line, field=field, value=event.value)
        self._put(value, Mark(line, written=None if isinstance(value, str) else event.value))

    def _key(self, text: str, plain: bool, line: int) -> None:
        top = self._open[-1]
        top.key, top.key_line = text, line
        field = dotted((*self._path()[:-1], text))
        if plain and text == "<<":
            hint = "write the keys out where they are needed"
            self._log.add("a merge key (<<) is not allowed", line=line, hint=hint)
            top.key = None
        elif not text:
            self._log.add("a key is empty", line=line, field=field, expected="text before ':'")
            top.key = None
        elif text in top.data:
            first = f"on line {top.mark.inside[text].key_line} already"
            message = "a key stands twice in one mapping"
            self._log.add(message, line=line, field=field, value=text, hint=first)
            top.key = None

    def _begin(self, data: dict[str, Data] | list[Data], line: int) -> None:
        mark = Mark(line)
        step = self._open[-1].next_step if self._open else "?"
        if self._open and self._open[-1].wants_key:
            self._log.add("a key must be text", line=line, field=dotted(self._path()[:-1]))
            self._open[-1].key_line = line
        else:
            self._put(data, mark)
        self._open.append(_Open(data, mark, step))

    def _put(self, value: Data, mark: Mark) -> None:
        if not self._open:
            self.root, self.mark = value, mark
        elif self._open[-1].wants_key:
            # An alias in the place of a key: reported already, and its value is dropped.
            self._open[-1].key_line = mark.line
        else:
            self._open[-1].put(value, mark)

    def _path(self) -> KeyPath:
        """The path of the value that comes next."""
        above = (level.step for level in self._open[1:])
        return (*above, self._open[-1].next_step) if self._open else ()
