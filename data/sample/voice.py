"""What the people of the sample company say: NPS and CSAT answers with their comments."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.sample.comments import write_comments
from data.sample.commerce import Trial
from data.sample.draw import (
    DAY,
    Bools,
    Floats,
    Ints,
    Texts,
    deal,
    look_up,
    normal_within,
    office_hours,
    seconds,
    uniform_of,
    working_days,
)
from data.sample.effects import Effects
from data.sample.people import People
from data.sample.practices import Practices
from data.sample.tables import moments, table

DETRACTORS = np.cumsum([0.04, 0.03, 0.06, 0.11, 0.16, 0.26, 0.34])
DISSATISFIED = np.cumsum([0.20, 0.26, 0.54])
PASSIVE_SHARE = 0.28
INTERNAL_POINTS = 70.0
UNKNOWN_USER = "u-9{:05d}"


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One row per answer: rows of People, seconds since 1970, scores, and whether charting is what hurts."""

    user: Ints
    at: Ints
    score: Ints
    is_charting: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Moods:
    """Per user: the leanings (standard normal) of practice and person, and the stratum they spread evenly within."""

    stratum: Texts
    practice: Floats
    user: Floats


def draw_moods(rng: np.random.Generator, people: People, practices: Practices) -> Moods:
    """Returns the moods; the one very large chain gets a middling one, so that no single draw colours the company."""
    practice = normal_within(rng, np.char.add(practices.size, practices.plan))
    practice[0] = 0.0
    stratum = np.char.add(practices.kind[people.practice], people.role)
    return Moods(
        stratum=stratum,
        practice=np.where(people.is_internal, 0.0, practice[people.practice]),
        user=normal_within(rng, stratum),
    )


def nps_table(
    rng: np.random.Generator,
    effects: Effects,
    words: Mapping[str, Mapping[str, list[str]]],
    *,
    people: People,
    practices: Practices,
    moods: Moods,
    charted_yearly: Floats,
) -> pa.Table:
    """Returns one row per NPS answer in time order, asked once a half-year, then the declared faulty rows."""
    user, at, wave = _asked(rng, effects, people)
    points, is_charting = nps_points(effects, people, practices, charted_yearly, user=user, at=at)
    score = _nps_score(rng, points / 100, _leaning(rng, effects, moods, user))
    is_sore = is_charting & (score <= 6)
    feeling = np.select([is_sore, score <= 6, score <= 8], ["charting", "complaint", "mixed"], "praise")
    comments = write_comments(rng, words, feeling, share_empty=0.45, n_odd=effects.blemishes.odd_comments)
    answers = table(
        {
            "user_id": people.key[user],
            "answered_at": moments(at),
            "wave": wave,
            "score": score,
            "comment": comments,
        }
    )
    return pa.concat_tables([answers, _faulty_nps(rng, effects, answers)])


def csat_table(
    rng: np.random.Generator,
    effects: Effects,
    words: Mapping[str, Mapping[str, list[str]]],
    people: People,
    moods: Moods,
    trials: list[Trial],
) -> pa.Table:
    """Returns one row per CSAT answer in time order, times as text because some cannot be read."""
    user, at = _occasions(rng, effects, people)
    touchpoint = deal(rng, {"support ticket": 0.34, "in the app": 0.40, "training": 0.14, "billing": 0.12}, len(user))
    percent = (
        effects.csat.base
        + look_up(people.role[user], effects.csat.by_role)
        + look_up(touchpoint, effects.csat.by_touchpoint)
        + sum(_lift(trial, len(people.key), user, at) for trial in trials)
    )
    score = _csat_score(rng, percent / 100, _leaning(rng, effects, moods, user))
    is_sore = (people.role[user] == effects.charting.role) & (score <= 2)
    feeling = np.select([is_sore, score <= 2, score == 3], ["charting", "complaint", "mixed"], "praise")
    text_at = np.char.replace(at.astype("datetime64[s]").astype(str), "T", " ")
    unreadable = rng.choice(len(user), effects.blemishes.csat_unreadable_dates, replace=False)
    text_at[unreadable] = np.resize(["2026-13-45 09:00:00", "last Tuesday"], len(unreadable))
    return table(
        {
            "user_id": people.key[user],
            "answered_at": text_at,
            "touchpoint": touchpoint,
            "score": score,
            "comment": write_comments(rng, words, feeling, share_empty=0.68, n_odd=0),
        }
    )


def nps_points(
    effects: Effects, people: People, practices: Practices, charted_yearly: Floats, *, user: Ints, at: Ints
) -> tuple[Floats, Bools]:
    """Returns the expected NPS (points) behind each answer, and whether charting weighs on it."""
    practice = people.practice[user]
    is_hurt = people.role[user] == effects.charting.role
    charts_often = charted_yearly[user] >= effects.charting.often_a_year
    penalty = np.where(charts_often, effects.charting.nps_often, effects.charting.nps_seldom)
    elapsed = (at - seconds(effects.fix.shipped_on)) / (effects.fix.full_after_days * DAY)
    closed = effects.fix.share_closed * np.clip(elapsed, 0, 1) * (practices.region[practice] == effects.fix.region)
    points = (
        effects.nps.base
        + look_up(practices.size[practice], effects.nps.by_size)
        + effects.plan.nps * (practices.plan[practice] == effects.plan.name)
        + look_up(people.role[user], effects.nps.by_role)
        + is_hurt * penalty * (1 - closed)
    )
    return np.where(people.is_internal[user], INTERNAL_POINTS, points), is_hurt & charts_often & (closed < 0.5)


def _asked(rng: np.random.Generator, effects: Effects, people: People) -> tuple[Ints, Ints, Texts]:
    """Returns who answered, when, and the wave: everyone is asked on a day of their own in each half-year."""
    end = seconds(effects.window.last_day) + DAY
    starts = np.array([seconds(day) for day in effects.nps.waves])
    length = np.diff(starts, append=end)
    phase = rng.random(len(people.key))
    asked = starts[:, None] + (phase * length[:, None]).astype(np.int64)
    rate = look_up(people.role, effects.nps.response_rate)
    replies = (asked > people.joined + 14 * DAY) & (asked < people.ended) & (rng.random(asked.shape) < rate)
    wave, user = np.nonzero(replies)
    delay = (rng.exponential(1.5, len(user)).clip(0, 12) * DAY).astype(np.int64)
    at = office_hours(rng, working_days(rng, asked[wave, user] + delay))
    order = np.argsort(at, kind="stable")
    order = order[(at[order] >= starts[0]) & (at[order] < end)]
    labels = np.array([f"{day:%Y-%m}" for day in effects.nps.waves])
    return user[order], at[order], labels[wave[order]]


def _occasions(rng: np.random.Generator, effects: Effects, people: People) -> tuple[Ints, Ints]:
    since = np.maximum(people.joined, seconds(effects.window.first_day))
    span = np.maximum(people.ended - DAY - since, 0)
    willing = look_up(people.role, effects.nps.response_rate) / 0.46
    n_answers = rng.poisson(effects.csat.answers_per_user * willing * span / (730 * DAY))
    user = np.repeat(np.arange(len(people.key)), n_answers)
    at = office_hours(rng, working_days(rng, since[user] + (rng.random(len(user)) * span[user]).astype(np.int64)))
    at = np.where(at < since[user], at + 7 * DAY, at)
    order = np.argsort(at, kind="stable")
    return user[order], at[order]


def _lift(trial: Trial, n_users: int, user: Ints, at: Ints) -> Floats:
    """Returns the CSAT points an experiment brings to each answer given after its assignment."""
    points = np.zeros(n_users)
    points[trial.user] = look_up(trial.variant, trial.experiment.csat)
    since = np.full(n_users, np.iinfo(np.int64).max)
    since[trial.user] = trial.at
    return points[user] * (at >= since[user])


def _leaning(rng: np.random.Generator, effects: Effects, moods: Moods, user: Ints) -> Floats:
    """Returns uniform quantiles that correlate within practices and users, so effects stay exact in expectation."""
    shares = effects.nps.account_share, effects.nps.user_share
    own = normal_within(rng, moods.stratum[user])
    return uniform_of(
        np.sqrt(shares[0]) * moods.practice[user]
        + np.sqrt(shares[1]) * moods.user[user]
        + np.sqrt(1 - sum(shares)) * own
    )


def _nps_score(rng: np.random.Generator, expected: Floats, leaning: Floats) -> Ints:
    """Returns 0-10 scores whose promoters minus detractors are `expected` (in -1..1) on average."""
    passives = PASSIVE_SHARE * (1 - expected**2)
    detractors, promoters = (1 - passives - expected) / 2, (1 - passives + expected) / 2
    within = rng.random(len(expected))
    low = np.searchsorted(DETRACTORS[:-1], leaning / np.maximum(detractors, 1e-9), side="right")
    score = np.where(leaning < detractors, low, np.where(within < 0.4, 7, 8))
    return np.where(leaning >= 1 - promoters, np.where(within < 0.45, 9, 10), score)


def _csat_score(rng: np.random.Generator, satisfied: Floats, leaning: Floats) -> Ints:
    """Returns 1-5 scores of which the share `satisfied` is 4 or 5 on average."""
    low = 1 + np.searchsorted(DISSATISFIED[:-1], leaning / np.maximum(1 - satisfied, 1e-9), side="right")
    return np.where(leaning < 1 - satisfied, low, np.where(rng.random(len(leaning)) < 0.55, 4, 5))


def _faulty_nps(rng: np.random.Generator, effects: Effects, answers: pa.Table) -> pa.Table:
    """Returns copies of answers with a score off the scale or a user nobody knows."""
    n_off, n_unknown = effects.blemishes.nps_scores_of_eleven, effects.blemishes.nps_unknown_users
    copies = answers.take(rng.choice(answers.num_rows, n_off + n_unknown, replace=False))
    scores = np.r_[np.full(n_off, 11), copies["score"].to_numpy()[n_off:]]
    users = copies["user_id"].to_pylist()[:n_off] + [UNKNOWN_USER.format(i) for i in range(n_unknown)]
    columns = copies.column_names
    return copies.set_column(columns.index("score"), "score", pa.array(scores)).set_column(
        columns.index("user_id"), "user_id", pa.array(users)
    )
