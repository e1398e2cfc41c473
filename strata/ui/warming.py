"""Reads what the first comparison in the usual dates needs, while nobody waits for anything else."""

import os
import threading
from collections.abc import Callable

from strata.analysis.warm import warm
from strata.errors import StrataError
from strata.model.metrics import METRICS, missing
from strata.warehouse import Warehouse

WANTED = "STRATA_WARM"
"""Set by the server for itself: a test, or a script, reads only what it asks for."""
LOOKS_EVERY = 0.2
"""Seconds between two looks whether somebody waits."""


def begin(warehouse: Warehouse, is_idle: Callable[[], bool]) -> None:
    """Starts reading in the background, a metric at a time, each only once nobody waits for an answer."""
    if os.environ.get(WANTED):
        threading.Thread(target=_read, args=(warehouse, is_idle), name="strata-warming", daemon=True).start()


def _read(warehouse: Warehouse, is_idle: Callable[[], bool]) -> None:
    metrics = [row for row in METRICS.values() if not missing(row, warehouse.catalog)]
    pause = threading.Event()
    try:
        for _ in warm(warehouse, metrics):
            while not is_idle():
                pause.wait(LOOKS_EVERY)
    except StrataError:
        return  # whoever asks for it is told
