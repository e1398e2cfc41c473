"""Waiting for an answer: what is being done, what makes it slow, a way to stop it, and no work left behind.

The work is done in a thread of its own, so that the page's thread can see at any time that nobody looks at the page
any more. Work that nobody waits for stops; several who ask the same wait for the same work.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequestType

from strata.errors import StrataError
from strata.warehouse import WATCH, Watch

SAID_AFTER, SLOW_AFTER, LOOKS_EVERY = 0.5, 5.0, 0.05
"""Seconds until it is said what is being done, until it is said why it takes long, and between two looks."""
STOPPED = "stopped_work"

T = TypeVar("T")


class Superseded(BaseException):
    """A newer click in the same part of the page waits for this run to end; there is nothing to show."""


class Stopped(StrataError):
    """Somebody did not want to wait any longer."""

    def __init__(self, what: str, key: str) -> None:
        """`key` is what the work is known by."""
        super().__init__(f"{what} was stopped. Try again, or choose fewer segments or a shorter time.")
        self.key = key


class Job:
    """One question that is being answered, and how many wait for it."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self.watch = Watch()
        self.done = threading.Event()
        self.waiting = 0
        self.error: BaseException | None = None
        self.answer: Any = None


class Desk:
    """The answers given last, and the jobs that are being done."""

    def __init__(self, most: int) -> None:
        """Empty; `most` answers are kept."""
        self._most = most
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Any] = OrderedDict()
        self._jobs: dict[str, Job] = {}

    def job(self, key: str, ask: Callable[[], Any]) -> Job:
        """The job that answers a question, begun if nobody is at it; one that is done where the answer is known."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return _known(self._answers[key])
            job = self._jobs.get(key)
            if job is None:
                job = self._jobs[key] = Job()
                threading.Thread(target=self._do, args=(key, job, ask), name="strata-job", daemon=True).start()
            job.waiting += 1
            return job

    def is_idle(self) -> bool:
        """Whether nobody waits for anything."""
        with self._lock:
            return not self._jobs

    def leave(self, key: str, job: Job) -> None:
        """One less waits for a job; the last one stops it, if it is not done."""
        with self._lock:
            job.waiting -= 1
            if job.waiting == 0 and not job.done.is_set():
                job.watch.stop()
                self._forget(key, job)

    def _do(self, key: str, job: Job, ask: Callable[[], Any]) -> None:
        WATCH.set(job.watch)
        try:
            job.answer = ask()
        except BaseException as error:  # whoever waits for it raises it
            job.error = error
        with self._lock:
            self._forget(key, job)
            if job.error is None:
                self._answers[key] = job.answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
            job.done.set()

    def _forget(self, key: str, job: Job) -> None:
        if self._jobs.get(key) is job:
            del self._jobs[key]


def answer(desk: Desk, key: str, what: str, ask: Callable[[], T], *, slow: Callable[[], str]) -> T:
    """The answer to a question, from what is remembered or as soon as it is there.

    Args:
        desk: Where it is remembered and worked on.
        key: All that decides the answer.
        what: What is being done, in words.
        ask: Finds the answer.
        slow: Says what makes it slow.

    Raises:
        Stopped: somebody stopped it.
        Superseded: a newer click waits for this run to end.
    """
    if WATCH.get(None):
        return ask()  # a part of a job
    place = st.empty()
    if key in st.session_state.get(STOPPED, ()):
        raise Stopped(what, key)
    job = desk.job(key, ask)
    try:
        if not job.done.wait(LOOKS_EVERY):
            _wait(job, key, what, place, slow)
    except Stopped:
        place.empty()
        raise
    finally:
        desk.leave(key, job)
    if job.error is not None:
        raise job.error
    found: T = job.answer
    return found


def offer_again(error: Stopped) -> None:
    """Says that work was stopped, and offers to begin it again."""
    st.info(str(error), icon=":material/stop_circle:")
    st.button(
        "Try again", icon=":material/replay:", key=f"again_{_short(error.key)}", on_click=_again, args=(error.key,)
    )


def _wait(job: Job, key: str, what: str, place: DeltaGenerator, slow: Callable[[], str]) -> None:
    """Returns once the job is done; says more the longer it takes."""
    if _is_done(job, key, what, seconds=SAID_AFTER):
        return
    with place.container(), st.spinner(f"{what} …", show_time=True):
        note = st.empty()
        if not _is_done(job, key, what, seconds=SLOW_AFTER - SAID_AFTER):
            with note.container(horizontal=True, vertical_alignment="center"):
                st.caption(slow())
                st.button("Cancel", icon=":material/stop_circle:", key=_button(key), on_click=_stop, args=(key,))
            _is_done(job, key, what, seconds=inf)
    place.empty()


def _is_done(job: Job, key: str, what: str, *, seconds: float) -> bool:
    """Whether the job is done within the time; ends the run where nobody waits for it."""
    until = monotonic() + seconds
    while not job.done.wait(LOOKS_EVERY):
        _look(key, what)
        if monotonic() > until:
            return False
    return True


def _look(key: str, what: str) -> None:
    """Ends this run where nobody looks at it any more, or where Cancel was clicked."""
    STOPPED in st.session_state  # noqa: B015  here Streamlit ends a run that a newer one replaces
    pending = _pending()
    if pending is None:
        return
    if _was_clicked(pending, _button(key)):
        _stop(key)
        raise Stopped(what, key)
    context = get_script_run_ctx(suppress_warning=True)
    running = set(context.fragment_ids_this_run or ()) if context else set()
    if running & set(pending.fragment_id_queue):
        raise Superseded


def _pending() -> RerunData | None:
    """The run of a part of the page that waits for this one; Streamlit ends no run for it by itself."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context else None
    if requests is None or requests._state is not ScriptRequestType.RERUN:  # noqa: SLF001  it has no public name
        return None
    return requests._rerun_data  # noqa: SLF001


def _was_clicked(pending: RerunData, button: str) -> bool:
    states = pending.widget_states.widgets if pending.widget_states else ()
    return any(each.trigger_value and each.id.endswith(f"-{button}") for each in states)


def _stop(key: str) -> None:
    st.session_state[STOPPED] = {*st.session_state.get(STOPPED, ()), key}


def _again(key: str) -> None:
    st.session_state[STOPPED] = {*st.session_state.get(STOPPED, ())} - {key}


def _button(key: str) -> str:
    return f"cancel_{_short(key)}"


def _short(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _known(answer: object) -> Job:
    job = Job()
    job.answer, job.waiting = answer, 1
    job.done.set()
    return job
