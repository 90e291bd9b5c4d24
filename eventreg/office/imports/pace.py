"""How much of a long job is done at once: little enough that nobody who reads or writes meanwhile feels it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

WORK = 0.04  # seconds of a processor for a portion: about as long may somebody wait for SQLite's one writer
AIR = 1.5  # times as long as its portion took is the pause after it
LONGEST = 0.5  # seconds of pause: on a machine that is busy with other things the job goes on too
FEWEST, MOST = 50, 1000  # rows; below that, what a portion costs by itself would be most of the work


class Pace:
    """Portions of about `WORK` seconds, each with a pause after it.

    Their size follows the work of this thread alone: by the clock they would shrink for no use on a busy machine.
    """

    def __init__(self, fewest: int = FEWEST) -> None:
        self.fewest = self.size = fewest

    @contextmanager
    def portion(self) -> Iterator[int]:
        """Gives how many rows to do; enter it before the transaction, so that the pause is outside of that."""
        size, began, worked = self.size, time.perf_counter(), time.thread_time()
        yield size
        fitting = int(size * WORK / max(time.thread_time() - worked, 0.0001))
        self.size = max(self.fewest, min(fitting, 2 * size, MOST))
        time.sleep(min(LONGEST, AIR * (time.perf_counter() - began)))
