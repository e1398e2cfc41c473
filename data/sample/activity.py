"""What the people of the sample company do in the product: sessions and their events."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.sample.draw import DAY, Bools, Floats, Ints, deal, office_hours, seconds, working_days
from data.sample.effects import Effects
from data.sample.people import ROLES, People
from data.sample.practices import Practices
from data.sample.tables import coded, known, moments, table

SESSIONS_PER_YEAR = 9.3
LONGEST_SESSION = 12
REPORTS = {
    "revenue": 0.27, "recall": 0.22, "insurance": 0.18, "production": 0.12, "no_show": 0.09, "referral": 0.07,
    "inventory": 0.05,
}  # fmt: skip
MINUTES = {"10": 0.10, "15": 0.16, "20": 0.18, "30": 0.30, "45": 0.12, "60": 0.11, "90": 0.03}
HOLIDAYS = tuple(
    np.datetime64(day, "D").astype(np.int64)
    for day in ("2024-12-25", "2024-12-26", "2025-01-01", "2025-12-25", "2025-12-26", "2026-01-01")
)

# How often each role does each thing within a session, in the order of ROLES.
HABITS = {
    "patient_opened": (16, 18, 16, 18, 8, 5),
    "charting_opened": (10, 14, 11, 1, 1, 4),
    "charting_saved": (8, 11, 8, 1, 1, 3),
    "xray_viewed": (12, 8, 10, 1, 1, 5),
    "xray_uploaded": (2, 4, 8, 1, 0, 1),
    "treatment_plan_created": (9, 2, 1, 0, 1, 4),
    "treatment_plan_shared": (4, 1, 1, 2, 1, 2),
    "note_saved": (9, 9, 7, 2, 1, 3),
    "note_template_used": (3, 3, 2, 0, 0, 1),
    "prescription_sent": (4, 0, 0, 0, 0, 1),
    "lab_order_sent": (2, 0, 3, 0, 1, 1),
    "perio_history_viewed": (2, 6, 2, 0, 0, 1),
    "consent_signed": (1, 1, 3, 3, 0, 1),
    "appointment_booked": (1, 3, 4, 18, 6, 2),
    "appointment_moved": (1, 1, 2, 9, 3, 1),
    "appointment_cancelled": (0, 0, 1, 5, 2, 1),
    "calendar_viewed": (8, 8, 8, 14, 8, 6),
    "waitlist_used": (0, 0, 0, 3, 2, 0),
    "recall_sent": (0, 2, 1, 5, 4, 1),
    "reminder_sent": (0, 1, 1, 6, 3, 1),
    "message_sent": (2, 2, 3, 7, 4, 2),
    "form_received": (0, 0, 1, 4, 2, 0),
    "invoice_created": (0, 0, 0, 6, 7, 3),
    "payment_recorded": (0, 0, 0, 7, 6, 2),
    "claim_submitted": (0, 0, 0, 4, 6, 1),
    "claim_corrected": (0, 0, 0, 1, 3, 0),
    "report_viewed": (2, 1, 0, 2, 10, 14),
    "report_exported": (1, 0.5, 0, 1.5, 8, 9),
    "dashboard_opened": (3, 1, 1, 3, 10, 16),
    "search_used": (5, 5, 5, 8, 5, 3),
    "help_opened": (1, 2, 2, 2, 2, 1),
    "settings_changed": (0.5, 0.2, 0.2, 0.5, 4, 3),
    "stock_counted": (0, 0.5, 4, 0.5, 2, 0),
    "sterilisation_logged": (0, 3, 7, 0, 1, 0),
}


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """Events in time order as a table, and how often a year each user did what the charting effect depends on."""

    events: pa.Table
    charted_yearly: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Events:
    """One row per event: rows of People, positions in the list of kinds, seconds, session numbers."""

    user: Ints
    kind: Ints
    at: Ints
    session: Ints


def record(rng: np.random.Generator, effects: Effects, people: People, practices: Practices) -> Activity:
    """Returns everything people do in the window, with fewer sessions in the days before a downgrade."""
    kinds = ["login", *HABITS, *effects.onboarding.conversion]
    user, start = _sessions(rng, effects, people, practices)
    visits = _visits(rng, people, user, start)
    steps = _onboarding(rng, effects, people, first_kind=1 + len(HABITS), first_session=len(user))
    at = np.r_[visits.at, steps.at]
    order = np.argsort(at, kind="stable")
    events = _Events(
        user=np.r_[visits.user, steps.user][order],
        kind=np.r_[visits.kind, steps.kind][order],
        at=at[order],
        session=np.r_[visits.session, steps.session][order],
    )
    charted = events.user[events.kind == kinds.index(effects.charting.event)]
    yearly = np.bincount(charted, minlength=len(people.key)) / np.maximum(_years(effects, people), 1 / 12)
    return Activity(events=_table(rng, people, events, kinds), charted_yearly=yearly)


def _sessions(rng: np.random.Generator, effects: Effects, people: People, practices: Practices) -> tuple[Ints, Ints]:
    """Returns user and start of each session; usage is heavy-tailed and thins out over a user's time."""
    begin = np.maximum(people.joined, seconds(effects.window.first_day))
    keenness = np.exp(0.95 * people.energy) * np.where(people.is_on_trial & ~people.converted, 0.8, 1.0)
    user = np.repeat(np.arange(len(people.key)), rng.poisson(SESSIONS_PER_YEAR * _years(effects, people) * keenness))
    lived = rng.random(len(user)) ** (1 + 0.6 * rng.random(len(people.key)))[user]
    moment = begin[user] + (lived * (people.ended - begin)[user]).astype(np.int64)
    start = office_hours(rng, working_days(rng, moment))
    kept = (
        (start >= begin[user])
        & ~np.isin(start // DAY, HOLIDAYS)
        & ~_faded(rng, effects, people, practices, user, start)
    )
    return user[kept], start[kept]


def _years(effects: Effects, people: People) -> Floats:
    """Returns how long each user was with us within the window."""
    begin = np.maximum(people.joined, seconds(effects.window.first_day))
    return np.maximum(people.ended - begin, 0) / (365 * DAY)


def _faded(
    rng: np.random.Generator, effects: Effects, people: People, practices: Practices, user: Ints, start: Ints
) -> Bools:
    """Returns which sessions do not happen because the practice is about to downgrade."""
    ahead = np.where(practices.changed == "downgrade", practices.changed_at, 0)[people.practice[user]] - start
    is_close = (ahead > 0) & (ahead <= effects.downgrade.days * DAY) & (people.practice[user] >= 0)
    return is_close & (rng.random(len(user)) >= effects.downgrade.activity_left)


def _visits(rng: np.random.Generator, people: People, user: Ints, start: Ints) -> _Events:
    """Returns the events of the sessions: a login, then what the role usually does."""
    length = np.minimum(1 + rng.geometric(0.27, len(user)), LONGEST_SESSION)
    session = np.repeat(np.arange(len(user)), length)
    step = np.arange(len(session)) - np.repeat(np.cumsum(length) - length, length)
    pace = rng.uniform(40, 420, len(user))
    at = start[session] + ((step + 0.8 * rng.random(len(session)) * (step > 0)) * pace[session]).astype(np.int64)
    kind = np.zeros(len(session), np.int64)
    draws = rng.random(len(session))
    role = np.searchsorted(sorted(ROLES), people.role)[user[session]]
    habits = np.array(list(HABITS.values()), np.float64)
    for column, name in enumerate(ROLES):
        rows = (role == sorted(ROLES).index(name)) & (step > 0)
        steps = np.cumsum(habits[:, column])
        kind[rows] = 1 + np.searchsorted(steps / steps[-1], draws[rows], side="right")
    return _Events(user=user[session], kind=kind, at=at, session=session)


def _onboarding(
    rng: np.random.Generator, effects: Effects, people: People, *, first_kind: int, first_session: int
) -> _Events:
    """Returns the onboarding actions, each within the first days after joining."""
    did = np.array(list(people.onboarded.values()))
    kind, user = np.nonzero(did)
    days = effects.onboarding.days * rng.random(len(user)) ** 2
    return _Events(
        user=user,
        kind=first_kind + kind,
        at=people.joined[user] + (days * DAY).astype(np.int64),
        session=first_session + np.arange(len(user)),
    )


def _table(rng: np.random.Generator, people: People, events: _Events, kinds: list[str]) -> pa.Table:
    """Returns the events as a log would hold them."""
    n = len(events.at)
    is_report = events.kind == kinds.index("report_exported")
    is_booking = events.kind == kinds.index("appointment_booked")
    report = np.zeros(n, np.int64)
    report[is_report] = rng.choice(len(REPORTS), int(is_report.sum()), p=list(REPORTS.values()))
    minutes: Floats = np.zeros(n)
    minutes[is_booking] = deal(rng, MINUTES, int(is_booking.sum())).astype(np.float64)
    session_keys = [f"s-{i:07d}" for i in range(1, int(events.session.max(initial=-1)) + 2)]
    return table(
        {
            "user_id": coded(events.user, people.key),
            "event": coded(events.kind, kinds),
            "at": moments(events.at),
            "session_id": coded(events.session, session_keys),
            "report_type": coded(report, list(REPORTS), is_report),
            "minutes": known(minutes, is_booking),
        }
    )
