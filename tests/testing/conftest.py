"""Makes the letter office of this folder and the hostile plugins importable."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "plugins" / "cximpact-hostile" / "src")]
