"""Saving an evaluation with its inputs: the decision record that anyone can replay."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cximpact.exceptions import InputError, Problem
from cximpact.intake.spec import WorkspaceSpec
from cximpact.model.evaluation import Recommendation, Summary
from cximpact.report.csv_text import csv_text
from cximpact.report.files import write_whole
from cximpact.report.json_text import json_chunks
from cximpact.report.replay import write_inputs
from cximpact.report.tables import recommendations as ranked


def save(
    summary: Summary,
    recommendations: Sequence[Recommendation],
    folder: Path,
    spec: WorkspaceSpec | None,
    answers: str = "",
) -> Path:
    """Write an evaluation into a new folder; either all of it appears there or nothing.

    Args:
        summary: Everything around the recommendations.
        recommendations: Best first.
        folder: A new or empty folder.
        spec: The workspace it was made from; None for one that was read from a file.
        answers: What gates of plugins answered, "" where none was asked.

    Raises:
        InputError: When the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            [
                Problem(
                    "there is something here already, and a saved evaluation is never changed",
                    file=str(folder),
                    expected="a new or empty folder",
                )
            ]
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        write_whole(draft / "evaluation.json", "".join(json_chunks(summary, recommendations)))
        write_whole(draft / "recommendations.csv", csv_text(ranked(recommendations)))
        if spec is not None:
            (draft / "inputs").mkdir()
            write_inputs(draft / "inputs", spec, summary, answers)
        draft.chmod(0o755)
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder
