"""Never finishes to be imported."""

import time

time.sleep(600)
