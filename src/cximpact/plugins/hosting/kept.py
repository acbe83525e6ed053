"""What gates of plugins answered, kept with a saved evaluation: read again, nobody is asked.

An answer depends on what a gate is shown of a proposal and on its settings, and on nothing else.
So kept answers hold as long as both are the same, which their fingerprints tell.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import asdict, field, frozen, validators

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.json_reader import parse_json
from cximpact.intake.files.text_files import MIB, decode_text, read_bytes
from cximpact.model.plugin import GateAnswer
from cximpact.plugins.settings.resolving import settings_fingerprint

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.scorecard import PluginGate

__all__ = ["GATE_ANSWERS", "KeptGate", "kept_gates", "kept_reference", "kept_text", "shown_sha256"]

FORMAT = "cximpact-gate-answers/1"
GATE_ANSWERS = "gate_answers"
"""The part of a workspace that names the file."""

_LARGEST = 1024 * MIB
_OUTCOMES = ("pass", "fail", "undetermined", "not applicable")
_ASK = f"take {GATE_ANSWERS}: out of the workspace, and its gates are asked again"

Shown = Sequence[Mapping[str, Any] | None]
_TEXT = validators.instance_of(str)


@frozen
class KeptGate:
    """What one gate answered.

    Attributes:
        gate: Its name.
        origin: Distribution and version of its plugin; "" where that was not known.
        settings: SHA-256 of its settings as stated.
        shown: SHA-256 of what it was shown.
        failed: Whether it was not answered: all outcomes are undetermined then.
        answers: By id of the proposal.
    """

    gate: str = field(validator=_TEXT)
    origin: str = field(validator=_TEXT)
    settings: str = field(validator=_TEXT)
    shown: str = field(validator=_TEXT)
    failed: bool = field(validator=validators.instance_of(bool))
    answers: Mapping[str, GateAnswer]

    def answers_to(self, gate: PluginGate, proposals: Shown) -> list[GateAnswer | None]:
        """Return the answer for each proposal, None where there is nothing to judge.

        Raises:
            InputError: It was asked about other figures, or with other settings.
        """
        ids = [None if each is None else str(each["proposal"]) for each in proposals]
        what = ""
        if self.settings != settings_fingerprint(gate.settings):
            what = "with other settings"
        elif self.shown != shown_sha256(proposals) or not {*ids} - {None} <= {*self.answers}:
            what = "about other proposals or figures"
        if what:
            message = f"the kept answers of this gate were given {what}"
            where = f"plugin_gates.{gate.name}"
            raise InputError([Problem(message, field=where, hint=_ASK)])
        return [None if key is None else self.answers[key] for key in ids]


def shown_sha256(proposals: Shown) -> str:
    """Return the SHA-256 of what gates are shown of all proposals."""
    text = json.dumps(
        [each for each in proposals if each is not None],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def kept_text(gates: Iterable[KeptGate]) -> str:
    """Return the file that keeps answers, as JSON text."""
    listed = [asdict(gate) for gate in sorted(gates, key=lambda gate: gate.gate)]
    return json.dumps({"format": FORMAT, "gates": listed}, indent=1, ensure_ascii=False) + "\n"


def kept_reference(name: str, text: str) -> dict[str, str]:
    """Return what a workspace says of the file: its name and its SHA-256."""
    return {"path": name, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def kept_gates(spec: WorkspaceSpec) -> Mapping[str, KeptGate]:
    """Return the answers that a workspace keeps, by name of the gate; none where it keeps none.

    Args:
        spec: The workspace.

    Raises:
        InputError: The file is lost, was changed, or is none that `Evaluation.save` wrote.
    """
    said = spec.data.get(GATE_ANSWERS)
    path, wanted = (said.get("path"), said.get("sha256")) if isinstance(said, dict) else ("", "")
    if not (isinstance(path, str) and path and isinstance(wanted, str)):
        return {}  # what does not fit the schema is told by intake
    file = (spec.base or Path()) / path
    raw = read_bytes(file, name=path, most=_LARGEST)
    if hashlib.sha256(raw).hexdigest() != wanted:
        message = "these are not the answers that were kept"
        raise InputError([Problem(message, path, hint=_ASK)])
    try:
        return _gates(parse_json(decode_text(raw, name=path), name=path)[0])
    except (KeyError, TypeError, ValueError) as error:
        expected = "a file that saving an evaluation wrote"
        message = f"these are no answers of gates ({error})"
        raise InputError([Problem(message, path, expected=expected)]) from None


def _gates(data: object) -> dict[str, KeptGate]:
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise ValueError(f"not of the format {FORMAT}")
    return {each["gate"]: _gate(each) for each in data["gates"]}


def _gate(data: Mapping[str, Any]) -> KeptGate:
    answers = {key: GateAnswer(**said) for key, said in data["answers"].items()}
    for each in answers.values():
        if each.outcome not in _OUTCOMES or not isinstance(each.reason + each.cure, str):
            raise ValueError("no answer of a gate")
    return KeptGate(**{**data, "answers": answers})
