"""Paths that lead to no ordinary file, out of the folder, or nowhere."""

from __future__ import annotations

import os
import shutil

from hostile_catalogue.kit import Place, Shelf, swap

__all__ = ["ENTRIES"]

ENTRIES = Shelf("path")
refuse, accept, say = ENTRIES.refuse, ENTRIES.accept, ENTRIES.say
WS = "cximpact.yaml"


def _link(place: Place, name: str, target: str) -> None:
    (place.path / name).unlink()
    (place.path / name).symlink_to(target)


def _pipe(place: Place, name: str) -> None:
    (place.path / name).unlink()
    os.mkfifo(place.path / name)


def _folder(place: Place, name: str) -> None:
    (place.path / name).unlink()
    (place.path / name).mkdir()


def _moved(place: Place) -> None:
    """A list outside the folder of the workspace, which the owner of both may name."""
    beside = place.path.parent / "beside"
    beside.mkdir(exist_ok=True)
    shutil.move(place.path / "proposals.csv", beside / "proposals.csv")
    place.replace(WS, "path: proposals.csv", "path: ../beside/proposals.csv")


def _named(name: str):
    def build(place: Place) -> None:
        (place.path / "proposals.csv").rename(place.path / name)
        quoted = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in name)
        place.replace(WS, "path: proposals.csv", f'path: "{quoted}"')

    return build


for name in ("proposals.csv", "csat.csv", "scorecard.yaml", "costs.csv"):
    with_evidence = {"base": "answers" if name == "csat.csv" else "small"}
    refuse(
        f"{name}: a link to itself",
        lambda place, name=name: _link(place, name, name),
        name,
        "symbolic links",
        **with_evidence,
    )
    refuse(
        f"{name}: a link to nothing",
        lambda place, name=name: _link(place, name, "nothing"),
        name,
        **with_evidence,
    )
    refuse(
        f"{name}: a pipe",
        lambda place, name=name: _pipe(place, name),
        name,
        "not an ordinary file",
        **with_evidence,
    )
    refuse(
        f"{name}: a folder",
        lambda place, name=name: _folder(place, name),
        name,
        "folder",
        **with_evidence,
    )
    refuse(
        f"{name}: a link to a device",
        lambda place, name=name: _link(place, name, "/dev/zero"),
        name,
        "not an ordinary file",
        **with_evidence,
    )
    refuse(
        f"{name}: a link to the memory of the process",
        lambda place, name=name: _link(place, name, "/proc/self/mem"),
        name,
        **with_evidence,
    )
refuse("the workspace: a link to itself", lambda place: _link(place, WS, WS), WS)
refuse("the workspace: a pipe", lambda place: _pipe(place, WS), WS, "not an ordinary file")
refuse("the workspace: a folder", lambda place: _folder(place, WS), WS)
refuse("the workspace: not there", lambda place: (place.path / WS).unlink(), WS)

for path, words in {
    "/dev/zero": ("not a table", "'zero'"),
    "/dev/stdin": ("not a table", "'stdin'"),
    "/proc/self/environ": ("environ",),
    "/etc/passwd": ("passwd",),
    "..": ("..",),
    ".": (".",),
    "proposals.csv/x.csv": ("x.csv",),
    "~/proposals.csv": ("proposals.csv", "no such file"),
    "file:///etc/passwd": ("line 5, proposals.path", "an address"),
    "https://example.org/a.csv": ("line 5, proposals.path", "an address"),
    "s3://bucket/a.csv": ("line 5, proposals.path", "an address"),
    "\\\\\\\\server\\\\share\\\\a.csv": ("a.csv",),
    "a\\0.csv": ("null byte",),
    "a\\e[31m.csv": (r"\x1b[31m", "no such file"),
    "a" * 5000 + ".csv": ("cannot be",),
    "a" * 1_000_000: ("not a table", "…"),
    "../" * 500 + "a.csv": ("no such file", "…"),
    "": ("proposals",),
    " ": ("not a table",),
    "proposals.csv ": ("proposals.csv",),
    "PROPOSALS.CSV": ("did you mean 'proposals.csv'",),
    "proposals.xls": ("proposals.xls",),
    "proposals": ("proposals",),
}.items():
    refuse(f"the list at {path[:30]!a}", swap(WS, "path: proposals.csv", f'path: "{path}"'), *words)
for path, words in {
    "*.csv*.csv*.csv*.csv*.csv*.csv*.csv*.csv!": ("line 27", "no file fits"),
    "**/**/**/**/**/nothing.csv": ("nothing.csv",),
    "[": ("[",),
    "/dev/*": ("/dev/", "not a table"),
    "../*/csat.csvx": ("csat.csvx",),
    "csat.csv\\0": ("null byte",),
}.items():
    refuse(
        f"evidence at {path[:30]!a}",
        swap(WS, "path: csat.csv", f'path: "{path}"'),
        *words,
        base="answers",
    )
accept("a list beside the folder", _moved, "Plain letters")
accept(
    "a list by a link",
    lambda place: (
        shutil.move(place.path / "proposals.csv", place.path / "real.csv"),
        (place.path / "proposals.csv").symlink_to("real.csv"),
    ),
    "Plain letters",
)
for name in (
    "=cmd|x.csv",
    "a\x1b[31m.csv",
    "@SUM(1).csv",
    "-rf.csv",
    "a\nb.csv",
    "[*].csv",
    "'; DROP TABLE x; --.csv",
    "\u202evsc.csv",
):
    accept(f"a list called {name!a}", _named(name), "Plain letters")
accept(
    "evidence called as a pattern",
    lambda place: (
        (place.path / "csat.csv").rename(place.path / "cs[at].csv"),
        place.replace(WS, "path: csat.csv", 'path: "cs[at].csv"'),
    ),
    "Plain letters",
    base="answers",
)
