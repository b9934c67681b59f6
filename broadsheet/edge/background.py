"""The threads beside the web server: they work off what is due, look at the clock, and log.

Each survives whatever goes wrong in a turn: it is logged, and the next try waits longer.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from broadsheet.core import figures, outbox, schedule
from broadsheet.edge import access_log
from broadsheet.edge.store import Store

logger = logging.getLogger(__name__)

# How soon an announcement is worked off when nothing was waiting before it.
OUTBOX_PAUSE_SECONDS = 0.5
# While there is work, what comes in meanwhile is collected for so long: a batch costs little more
# than one, and the requests that bring the work have the processor and the database in between.
BUSY_PAUSE_SECONDS = 0.25
# How often the clock is looked at; the jobs themselves say how often they are due.
SCHEDULE_PAUSE_SECONDS = 1.0
LOG_PAUSE_SECONDS = 1.0
# Wagtail's tasks of one turn; between two turns the thread can be stopped, and others write.
TASKS_IN_A_TURN = 40
# After a turn that failed, the pause doubles up to this.
PAUSE_MAX_SECONDS = 60.0


class Loop(threading.Thread):
    """Takes turns until told to stop; a turn that found work is followed soon by the next."""

    def __init__(self, name: str, turn: Callable[[], bool], *, pause_seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self.turn = turn
        self.pause_seconds = pause_seconds
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Ask for an end after the present turn; `join` waits for it."""
        self._stopped.set()

    def run(self) -> None:
        """Take turns."""
        pause = self.pause_seconds
        try:
            while not self._stopped.is_set():
                close_old_connections()
                try:
                    found_work = self.turn()
                except Exception:
                    logger.exception("The %s loop failed and tries again.", self.name)
                    pause = min(pause * 2, PAUSE_MAX_SECONDS)
                    found_work = False
                else:
                    pause = self.pause_seconds
                self._stopped.wait(min(pause, BUSY_PAUSE_SECONDS) if found_work else pause)
        finally:
            connections.close_all()


def work_off() -> bool:
    """Work off what the outbox holds; true where there was anything."""
    return outbox.work_once() > 0


def work_off_tasks() -> bool:
    """Work off what Wagtail has queued, such as the search index; true where there was any.

    In a thread of its own: an import queues thousands, and no letter waits for them.
    """
    if not DBTaskResult.objects.ready().exists():
        return False
    _wagtails_worker().run()
    return True


def look_at_the_clock() -> bool:
    """Run the periodic jobs that are due."""
    schedule.run_due()
    return False


def write_down() -> bool:
    """Log what the store answered since the last look."""
    access_log.flush()
    return False


def counting(store: Store) -> Loop:
    """The thread that writes down how full the store is, not started yet."""

    def look() -> bool:
        figures.put(figures.PAGES, len(store))
        figures.put(figures.BYTES, store.bytes)
        return False

    return Loop("figures", look, pause_seconds=LOG_PAUSE_SECONDS)


def loops_of_each() -> list[Loop]:
    """The threads beside every web process, not started yet."""
    return [Loop("log", write_down, pause_seconds=LOG_PAUSE_SECONDS)]


def loops() -> list[Loop]:
    """The threads of a newsroom, of which exactly one web process has all; not started yet."""
    return [
        *loops_of_each(),
        Loop("worker", work_off, pause_seconds=OUTBOX_PAUSE_SECONDS),
        Loop("tasks", work_off_tasks, pause_seconds=OUTBOX_PAUSE_SECONDS),
        Loop("scheduler", look_at_the_clock, pause_seconds=SCHEDULE_PAUSE_SECONDS),
        *(
            Loop(queue.name, queue.turn, pause_seconds=queue.pause_seconds)
            for queue in schedule.queues.values()
        ),
    ]


def _wagtails_worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=TASKS_IN_A_TURN,
        worker_id="broadsheet-serve",
        excluded_queue_names=[],
    )
