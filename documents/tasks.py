"""What is done beside the server. A task may come twice or never: the order in the database says what is left to do."""

from __future__ import annotations

from django_tasks import task

from documents import runs


@task()
def carry_out_run(pk: int) -> int:
    """Make what is left of a run of papers; gives the number of papers made."""
    return runs.carry_out(pk)
