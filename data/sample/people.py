"""The users of the sample company: people in dental practices, and a few of its own."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.sample.draw import (
    DAY,
    Bools,
    Floats,
    Ints,
    Texts,
    deal,
    deal_within,
    normal_within,
    office_hours,
    pick,
    seconds,
    uniform_of,
    working_days,
)
from data.sample.effects import Effects
from data.sample.practices import FIRST_CONTRACT, INTERNAL_SHARE, Practices
from data.sample.tables import known, moments, table

ROLES = {
    "dentist": 0.22, "hygienist": 0.24, "assistant": 0.22, "front desk": 0.20, "office manager": 0.09,
    "practice owner": 0.03,
}  # fmt: skip
AGE_GROUPS = np.array(["18-29", "30-39", "40-49", "50-59", "60+"])
LANGUAGES = {"English": 0.83, "Dutch": 0.06, "German": 0.05, "Polish": 0.04, "Spanish": 0.02}
DEVICES = {"desktop": 0.56, "laptop": 0.22, "tablet": 0.17, "phone": 0.05}
BROWSERS = {"Chrome": 0.58, "Edge": 0.21, "Safari": 0.15, "Firefox": 0.06}
ATTITUDES = {"1": 0.09, "2": 0.20, "3": 0.33, "4": 0.24, "5": 0.10, "9": 0.04}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """One row per user in sign-up order; `practice` is a row of Practices, -1 for the company's own staff.

    `energy` (standard normal) drives how much a user does; `onboarded` says by action who did it.
    """

    key: Texts
    practice: Ints
    role: Texts
    joined: Ints
    ended: Ints
    energy: Floats
    onboarded: Mapping[str, Bools]
    converted: Bools
    is_on_trial: Bools

    @property
    def is_internal(self) -> Bools:
        """Users who belong to the company itself."""
        return self.practice < 0


def draw_people(rng: np.random.Generator, effects: Effects, practices: Practices) -> People:
    """Returns the practices' users and the company's own; roles do not depend on practice, size, plan or region."""
    end = seconds(effects.window.last_day) + DAY
    n_internal = max(2, round(INTERNAL_SHARE * practices.n_users.sum()))
    practice = np.r_[np.repeat(np.arange(len(practices.key)), practices.n_users), np.full(n_internal, -1)]
    started = np.r_[practices.started, FIRST_CONTRACT][practice]
    ended = np.r_[practices.ended, end][practice]
    n = len(practice)
    joined = started + ((ended - 30 * DAY - started) * rng.random(n) ** 1.2).astype(np.int64)
    joined = np.maximum(office_hours(rng, working_days(rng, joined)), started)
    order = np.argsort(joined, kind="stable")
    practice, joined, ended = practice[order], joined[order], ended[order]
    kind = practices.kind[practice]
    energy = rng.standard_normal(n)
    is_on_trial = joined >= seconds(effects.window.first_day)
    onboarded = {
        action: is_on_trial & (rng.random(n) < 0.15 + 0.6 / (1 + np.exp(-1.3 * energy)))
        for action in effects.onboarding.conversion
    }
    chance = effects.onboarding.base + sum(
        effects.onboarding.conversion[action] * did for action, did in onboarded.items()
    )
    signature = np.array(["".join(row) for row in np.array(list(onboarded.values())).T.astype(int).astype(str)])
    return People(
        key=np.array([f"u-{i:06d}" for i in range(1, n + 1)]),
        practice=practice,
        role=deal_within(rng, kind, dict.fromkeys(np.unique(kind).tolist(), ROLES)),
        joined=joined,
        ended=ended,
        energy=energy,
        onboarded=onboarded,
        converted=uniform_of(normal_within(rng, signature)) * 100 < chance,
        is_on_trial=is_on_trial,
    )


def letter(key: str, values: tuple[str, ...]) -> str:
    """Returns the value that a user's key alone decides."""
    return values[zlib.crc32(key.encode()) // 7 % len(values)]


def people_table(
    rng: np.random.Generator, effects: Effects, words: Mapping[str, list[str]], people: People, practices: Practices
) -> pa.Table:
    """Returns one row per user, then the declared repeats of earlier rows."""
    users = table(
        {
            "user_id": people.key,
            "account_id": known(practices.key[people.practice], ~people.is_internal),
            **_names(rng, words, np.where(people.is_internal, "brightsmile", practices.key[people.practice])),
            "role": known(people.role, ~people.is_internal),
            **_traits(rng, len(people.key)),
            "is_internal": people.is_internal,
            "joined_at": moments(people.joined),
            "started_with": known(np.where(people.is_on_trial, "trial", "contract"), ~people.is_internal),
            "converted": known(people.converted, people.is_on_trial & ~people.is_internal),
            effects.letters.attribute: [letter(key, effects.letters.values) for key in people.key],
        }
    )
    return pa.concat_tables(
        [users, users.take(rng.choice(users.num_rows, effects.blemishes.repeated_users, replace=False))]
    )


def _names(rng: np.random.Generator, words: Mapping[str, list[str]], domain: Texts) -> dict[str, list[str]]:
    first, last = pick(rng, words["first"], len(domain)), pick(rng, words["last"], len(domain))
    addresses = (f"{a}.{b}@{d}.example" for a, b, d in zip(first, last, domain, strict=True))
    return {
        "full_name": [f"{a} {b}" for a, b in zip(first, last, strict=True)],
        "email": [address.lower().replace(" ", "").replace("'", "") for address in addresses],
    }


def _traits(rng: np.random.Generator, n: int) -> dict[str, object]:
    """Returns what onboarding forms and browsers tell about people, partly missing."""
    years: Floats = np.minimum(rng.gamma(2.0, 4.5, n), 44).round(1)
    ages = 21 + years + rng.gamma(1.5, 4.0, n)
    groups = AGE_GROUPS[np.searchsorted((30, 40, 50, 60), ages, side="right")]
    return {
        "seniority": np.select([years < 2, years < 7, years < 18], ["junior", "regular", "senior"], "lead"),
        "years_in_practice": known(years, rng.random(n) >= 0.10),
        "age_group": known(groups, rng.random(n) >= 0.12),
        "language": known(deal(rng, LANGUAGES, n), rng.random(n) >= 0.02),
        "device": known(deal(rng, DEVICES, n), rng.random(n) >= 0.05),
        "browser": deal(rng, BROWSERS, n),
        "training_completed": rng.random(n) < 0.61,
        "technology_attitude": known(deal(rng, ATTITUDES, n), rng.random(n) >= 0.42),
    }
