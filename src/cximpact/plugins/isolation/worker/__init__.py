"""The process in which a plugin runs, and the one that watches over it.

``python -m cximpact.plugins.isolation.worker`` reads one order from its standard input and
becomes the supervisor: it forks the worker, which imports the plugin and does the job, and it
ends everything the worker has started when the worker ends, the deadline passes, memory runs out
or the host goes away. It never imports a plugin and never waits for one.

This guards against accidents, not malice: a plugin runs with the rights of the user who started
cximpact, can read their files and use their network, and could look into other processes of
theirs.
"""
