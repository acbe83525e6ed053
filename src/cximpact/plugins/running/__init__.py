"""Work for plugins, each piece in a process of its own that cannot hurt the host.

The host trusts nothing that comes back: rows, messages and the end of the process are all checked
here, and what a plugin fails to keep to costs its own evidence only. See `cximpact.plugins.worker`
for what this guards against, and what it does not.
"""

from cximpact.plugins.running.jobs_at_once import run_jobs
from cximpact.plugins.running.one_job import run_job

__all__ = ["run_job", "run_jobs"]
