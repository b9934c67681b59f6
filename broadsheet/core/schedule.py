"""Work beside the web: jobs that run by the clock, and queues that are worked in threads."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

Work = Callable[[], object]


@dataclass
class Job:
    """A piece of work and how often it is done."""

    name: str
    seconds: float
    work: Work
    due_at: float = field(default=0.0)
    """Monotonic seconds; 0 means at the first round."""


jobs: dict[str, Job] = {}


def every(*, seconds: float, name: str) -> Callable[[Work], Work]:
    """Register the decorated function, which must be safe to repeat, to run every `seconds`."""

    def add(work: Work) -> Work:
        jobs[name] = Job(name=name, seconds=seconds, work=work)
        return work

    return add


Turn = Callable[[], bool]


@dataclass(frozen=True)
class Queue:
    """Work that waits in rows: a thread of its own takes turns at it, pausing when none is left."""

    name: str
    turn: Turn
    pause_seconds: float


queues: dict[str, Queue] = {}


def takes_turns(*, name: str, pause_seconds: float) -> Callable[[Turn], Turn]:
    """Have the decorated function, which says whether it found work, called again and again."""

    def add(turn: Turn) -> Turn:
        queues[name] = Queue(name=name, turn=turn, pause_seconds=pause_seconds)
        return turn

    return add


def run_due() -> float:
    """Run each job that is due; gives the seconds until the next one. A failing job is logged."""
    for job in list(jobs.values()):
        if job.due_at > time.monotonic():
            continue
        try:
            job.work()
        except Exception:
            logger.exception("A scheduled job failed: %s", job.name)
        job.due_at = time.monotonic() + job.seconds
    soonest = min((job.due_at for job in jobs.values()), default=time.monotonic() + 60)
    return max(0.0, soonest - time.monotonic())
