"""What the sample company sells, answers and tries out: subscriptions, tickets, experiments."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.sample.draw import DAY, Floats, Ints, Texts, deal, office_hours, pick, seconds, working_days
from data.sample.effects import Effects, Experiment
from data.sample.people import People
from data.sample.practices import PLANS, Practices
from data.sample.tables import days, known, moments, table

PRICE_PER_USER = {"Starter": 19.0, "Growth": 29.0, "Enterprise": 36.0}
REASONS = {"price": 0.32, "missing feature": 0.22, "practice sold": 0.18, "support": 0.16, "competitor": 0.12}
TOPICS = {"login": 0.18, "billing": 0.16, "calendar": 0.20, "charting": 0.16, "reports": 0.14, "imaging": 0.16}
HYGIENIST_TOPICS = TOPICS | {"charting": 0.60}
TICKETS_PER_USER = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One experiment's assignments: rows of People, variants, seconds since 1970."""

    experiment: Experiment
    user: Ints
    variant: Texts
    at: Ints


def draw_trials(rng: np.random.Generator, effects: Effects, people: People) -> list[Trial]:
    """Returns the experiments; everyone already with us at the start and a month later takes part."""
    return [_trial(rng, experiment, people) for experiment in effects.experiments]


def trials_table(trials: list[Trial], people: People) -> pa.Table:
    """Returns one row per (user, experiment)."""
    return pa.concat_tables(
        table(
            {
                "user_id": people.key[trial.user],
                "experiment": [trial.experiment.name] * len(trial.user),
                "variant": trial.variant,
                "assigned_at": moments(trial.at),
            }
        )
        for trial in trials
    )


def subscriptions_table(rng: np.random.Generator, effects: Effects, practices: Practices) -> pa.Table:
    """Returns one row per practice and plan it was on; money in EUR a month."""
    has_changed = practices.changed != "none"
    row = np.r_[np.flatnonzero(has_changed), np.arange(len(practices.key))]
    is_earlier = np.arange(len(row)) < has_changed.sum()
    plan = np.where(is_earlier, _plan_before(practices)[row], practices.plan[row])
    started = np.where(is_earlier | ~has_changed[row], practices.started[row], practices.changed_at[row])
    ended = np.where(is_earlier, practices.changed_at[row], practices.ended[row])
    is_running = ~is_earlier & ~practices.is_lost[row]
    last_day = seconds(effects.window.last_day)
    renewal = started + ((last_day - started) // (365 * DAY) + 1) * 365 * DAY
    return table(
        {
            "subscription_id": [f"b-{i:05d}" for i in range(1, len(row) + 1)],
            "account_id": practices.key[row],
            "plan": plan,
            "mrr": _mrr(practices, row, plan),
            "started_at": days(started),
            "ended_at": days(ended, ~is_running),
            "renewal_at": days(renewal, is_running),
            "billing": deal(rng, {"yearly": 0.62, "monthly": 0.38}, len(row)),
        }
    )


def changes_table(rng: np.random.Generator, practices: Practices) -> pa.Table:
    """Returns one row per upgrade, downgrade or churn; `mrr_change` in EUR a month."""
    change = np.where(practices.is_lost, "churn", practices.changed)
    row = np.flatnonzero(change != "none")
    before = np.where(practices.is_lost, practices.plan, _plan_before(practices))[row]
    after = practices.plan[row]
    is_lost = practices.is_lost[row]
    return table(
        {
            "account_id": practices.key[row],
            "at": days(np.where(is_lost, practices.ended[row], practices.changed_at[row])),
            "change": change[row],
            "from_plan": before,
            "to_plan": known(after, ~is_lost),
            "mrr_change": (np.where(is_lost, 0.0, _mrr(practices, row, after)) - _mrr(practices, row, before)).round(2),
            "reason": known(deal(rng, REASONS, len(row)), is_lost),
        }
    ).sort_by("at")


def tickets_table(rng: np.random.Generator, effects: Effects, people: People) -> pa.Table:
    """Returns one row per support ticket; hygienists write mostly about charting, a few tickets are still open."""
    end = seconds(effects.window.last_day) + DAY
    since = np.maximum(people.joined, seconds(effects.window.first_day))
    user = np.repeat(np.arange(len(people.key)), rng.poisson(TICKETS_PER_USER * np.exp(0.4 * people.energy)))
    opened = office_hours(rng, working_days(rng, rng.uniform(since[user], people.ended[user] - DAY).astype(np.int64)))
    opened = np.where(opened < since[user], opened + 7 * DAY, opened)
    hours = np.exp(rng.normal(2.6, 1.2, len(user)))
    closed = opened + (hours * 3600).astype(np.int64)
    topic = np.where(
        people.role[user] == effects.charting.role,
        deal(rng, HYGIENIST_TOPICS, len(user)),
        deal(rng, TOPICS, len(user)),
    )
    tickets = table(
        {
            "user_id": people.key[user],
            "opened_at": moments(opened),
            "closed_at": moments(closed, closed < end),
            "topic": topic,
            "priority": deal(rng, {"low": 0.35, "normal": 0.45, "high": 0.16, "urgent": 0.04}, len(user)),
            "channel": deal(rng, {"e-mail": 0.42, "chat": 0.36, "phone": 0.22}, len(user)),
        }
    ).sort_by([("opened_at", "ascending"), ("user_id", "ascending")])
    return tickets.add_column(0, "ticket_id", pa.array([f"t-{i:06d}" for i in range(1, tickets.num_rows + 1)]))


def _trial(rng: np.random.Generator, experiment: Experiment, people: People) -> Trial:
    start = seconds(experiment.starts_on)
    user = np.flatnonzero((people.joined < start) & (people.ended > start + 30 * DAY) & ~people.is_internal)
    return Trial(
        experiment=experiment,
        user=user,
        variant=pick(rng, list(experiment.seen), len(user), list(experiment.seen.values())),
        at=office_hours(rng, working_days(rng, start + rng.integers(3, 12, len(user)) * DAY)),
    )


def _plan_before(practices: Practices) -> Texts:
    steps = np.select([practices.changed == "upgrade", practices.changed == "downgrade"], [-1, 1], 0)
    rank = np.array([PLANS.index(str(plan)) for plan in practices.plan])
    before: Texts = np.array(PLANS)[rank + steps]
    return before


def _mrr(practices: Practices, row: Ints, plan: Texts) -> Floats:
    price = np.array([PRICE_PER_USER[str(name)] for name in plan])
    mrr: Floats = np.round(price * practices.n_users[row] ** 0.9, 2)
    return mrr
