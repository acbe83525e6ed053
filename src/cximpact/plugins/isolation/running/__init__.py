"""Work for plugins, each piece in a process of its own that cannot hurt the host.

The host trusts nothing that comes back: rows, messages and the end of the process are all checked
here, and what a plugin fails to keep to costs its own evidence only. What this guards against, and
what it does not, is told in `cximpact.plugins.isolation.worker`.
"""

from cximpact.plugins.isolation.running.jobs_at_once import run_jobs
from cximpact.plugins.isolation.running.one_job import run_job

__all__ = ["run_job", "run_jobs"]
