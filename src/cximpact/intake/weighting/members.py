"""Whose weights a statement speaks of: the criteria of one group, or the groups themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.weighting.language import UnclearError
from cximpact.intake.weighting.sayings import NUMBER, listed
from cximpact.model.scorecard import Scorecard
from cximpact.model.weighting import GROUPS

_INSIDE_ONLY = "weights are comparable inside a group only; compare groups with each other instead"
_MOST_LISTED = 20


@frozen
class Members:
    """The names that statements can use.

    Attributes:
        scorecard: Its criteria and their groups.
    """

    scorecard: Scorecard
    _group: Mapping[str, str] = field(init=False)

    @_group.default
    def _groups(self) -> dict[str, str]:
        return {each.id: each.group for each in self.scorecard.criteria}

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that have criteria, sorted."""
        return tuple(sorted(set(self._group.values())))

    def inside(self, part: str) -> tuple[str, ...]:
        """Return the members of a part, sorted."""
        if part == GROUPS:
            return self.groups
        return tuple(sorted(name for name, group in self._group.items() if group == part))

    def part(self, names: Sequence[str]) -> str:
        """Return the part that all these names are members of.

        Args:
            names: At least one.

        Raises:
            UnclearError: A name is unknown or stands twice, or the names are not of one part.
        """
        self._refuse_unknown(names)
        twice = [name for at, name in enumerate(names) if name in names[:at]]
        if twice:
            raise UnclearError("the same is named twice", value=twice[0])
        if all(name in self._group for name in names):
            return self._one_group(names)
        if all(name in self.groups for name in names):
            return self._all_groups()
        criteria = [name for name in names if name in self._group]
        others = [name for name in names if name not in self._group]
        raise UnclearError(
            f"mixes groups ({listed(others)}) and criteria ({listed(criteria)})", hint=_INSIDE_ONLY
        )

    def _one_group(self, names: Sequence[str]) -> str:
        found = {group: [n for n in names if self._group[n] == group] for group in self.groups}
        found = {group: named for group, named in found.items() if named}
        if len(found) > 1:
            told = " and ".join(f"{listed(named)} ({group})" for group, named in found.items())
            raise UnclearError(f"mixes criteria of two groups: {told}", hint=_INSIDE_ONLY)
        return next(iter(found))

    def _all_groups(self) -> str:
        if len(self.groups) == 1:
            raise UnclearError(f"there is no other group than {self.groups[0]}, so its share is 1")
        return GROUPS

    def _refuse_unknown(self, names: Sequence[str]) -> None:
        known = [*sorted(self._group), *(each for each in self.groups if each not in self._group)]
        for name in names:
            if name not in known:
                hint = _misread(name, known) or did_you_mean(name, known) or _all_of(known)
                raise UnclearError("no such criterion or group", value=name, hint=hint)


def _misread(name: str, known: Sequence[str]) -> str | None:
    """Return what helps where a name is more than a name."""
    if "+" in name:
        return "sums of weights are not understood; speak of each by itself"
    first, _, rest = name.partition(" ")
    is_product = NUMBER.fullmatch(first) and rest.strip() in known
    return f"write {first} * {rest.strip()}" if is_product else None


def _all_of(known: Sequence[str]) -> str:
    more = len(known) - _MOST_LISTED
    some = ", ".join(known[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
    return f"there are {some}"
