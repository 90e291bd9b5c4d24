"""The one door to the job engine: `queue.enqueue` for whoever causes work, `worker.run_worker` for whoever does it.

Only `engine` imports DBOS (docs/decisions/0001-jobs-dbos.md), so that another engine could take its place.
"""
