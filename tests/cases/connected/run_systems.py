"""Run the demo company's systems on this machine until you end it: python run_systems.py FOLDER.

The folder gets the workspace and a file `environment` that says where the systems are.
"""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

from stand_ins import DEMO, systems

CASE = Path(__file__).parent
BY_PEOPLE = ("scorecard.yaml", "ratings.csv", "effects.csv")


def make_workspace(folder: Path) -> Path:
    """Write the workspace: its own file, and what people write from the demo."""
    folder.mkdir(parents=True)
    for name in BY_PEOPLE:
        shutil.copy(DEMO / name, folder)
    shutil.copy(CASE / "cximpact.yaml", folder)
    return folder


def main(folder: Path) -> None:
    """Run the systems until the keyboard interrupts."""
    make_workspace(folder)
    with systems(folder.resolve()) as environment:
        lines = "".join(f"export {name}='{value}'\n" for name, value in environment.items())
        (folder / "environment").write_text(lines, encoding="utf-8")
        print(f"running; in another window: . {folder}/environment")  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("ended")  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
