"""Rules that name proposals: at most one, levels of funding, bundles, synergies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.lists.matching import cell_text
from cximpact.model.portfolio import AtMostOne, Bundle, Synergy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.lists.pool import Pool
    from cximpact.intake.reporter import Reporter

__all__ = ["build_bundles", "build_groups", "build_synergies", "members"]


def build_groups(report: Reporter, said: Mapping[str, Any], pool: Pool) -> tuple[AtMostOne, ...]:
    """Return the groups of which at most one is selected, levels of funding among them.

    Args:
        report: The workspace's document.
        said: What stands under `rules:`; it fits the schema.
        pool: The proposals.
    """
    found = [
        AtMostOne(key, members(report, ("rules", name, key), named, pool), levels)
        for name, levels in (("at_most_one", False), ("funding_levels", True))
        for key, named in said.get(name, {}).items()
    ]
    return tuple(sorted(found, key=lambda group: (group.id, group.levels)))


def build_bundles(report: Reporter, said: Mapping[str, Any], pool: Pool) -> tuple[Bundle, ...]:
    """Return the bundles; one that can never go, as part of it was set aside, is a problem."""
    found = []
    for key, named in sorted(said.get("bundles", {}).items()):
        path: KeyPath = ("rules", "bundles", key)
        for at, each in enumerate(map(cell_text, named)):
            if each in pool.aside and each not in pool.position:
                hint = "let it take part, or take it out of the bundle"
                message = "a bundle holds a proposal that was set aside"
                report.add((*path, at), message, value=each, hint=hint)
        found.append(Bundle(key, members(report, path, named, pool)))
    return tuple(found)


def build_synergies(report: Reporter, said: Mapping[str, Any], pool: Pool) -> tuple[Synergy, ...]:
    """Return the synergies; one of which a part was set aside never counts and is left out."""
    found = []
    for key, each in sorted(said.get("synergies", {}).items()):
        named = each["proposals"]
        known = members(report, ("rules", "synergies", key, "proposals"), named, pool)
        if len(known) == len(named):
            found.append(Synergy(key, known, float(each["value"])))
    return tuple(found)


def members(report: Reporter, path: KeyPath, named: Sequence[Any], pool: Pool) -> tuple[str, ...]:
    """Return the proposals that a rule names and that take part, sorted; strangers are noted."""
    keys = [cell_text(each) for each in named]
    known = {key for at, key in enumerate(keys) if pool.check(report, (*path, at), key)}
    if len(set(keys)) < len(keys):
        report.add(path, "a proposal is named twice", value=", ".join(keys))
    return tuple(sorted(known))
