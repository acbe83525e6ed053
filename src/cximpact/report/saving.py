"""Saving an evaluation with its inputs: the decision record that anyone can replay."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cximpact.exceptions import InputError, Problem
from cximpact.intake.spec import WorkspaceSpec
from cximpact.model.evaluation import Recommendation, Summary
from cximpact.report.csv_text import csv_chunks
from cximpact.report.described import lines_of
from cximpact.report.json_text import json_chunks
from cximpact.report.replay import write_inputs
from cximpact.report.tables import recommendations as ranked
from cximpact.writing.rights import copy_rights
from cximpact.writing.whole_files import write_whole
from cximpact.writing.whole_folders import draft_of, make_folders, place_folder


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
    home = Path(os.path.realpath(folder))
    if home == Path.cwd():
        # What takes its place would not be the folder that the user's shell is in.
        hint = "name a new folder inside it"
        raise InputError([Problem("this is the folder you are in", str(folder), hint=hint)])
    make_folders(home.parent)
    with draft_of(home) as draft:
        write_whole(draft / "evaluation.json", json_chunks(summary, recommendations))
        write_whole(draft / "recommendations.csv", csv_chunks(ranked(lines_of(recommendations))))
        if spec is not None:
            (draft / "inputs").mkdir()
            write_inputs(draft / "inputs", spec, summary, answers)
        if home.is_dir():
            copy_rights(home, draft)
        place_folder(draft, home)
    return folder
