"""The accounts of the sample company: dental practices."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.sample.draw import DAY, Bools, Ints, Texts, deal, deal_within, pick, seconds
from data.sample.effects import Effects
from data.sample.tables import days, known, table

FIRST_CONTRACT = np.datetime64("2022-03-01", "s").astype(np.int64)
LAST_CONTRACT = np.datetime64("2026-03-15", "s").astype(np.int64)
USERS_PER_PRACTICE = 20_000 / 1_200
CHAIN_SHARE = 0.07
INTERNAL_SHARE = 0.003
PLANS = ("Starter", "Growth", "Enterprise")


@dataclass(frozen=True, slots=True)
class Band:
    """A practice size: share of practices, and the range of its number of users."""

    share: float
    low: int
    high: int


BANDS = {
    "solo": Band(0.40, 1, 5),
    "small": Band(0.35, 6, 15),
    "medium": Band(0.18, 16, 44),
    "large chain": Band(0.07, 45, 170),
}
REGIONS = {"North": 0.24, "South": 0.27, "East": 0.24, "West": 0.25}
OWNERS = (
    "Alex Moreno", "Bianca Ruiz", "Chidi Eze", "Dana Whitlock", "Erik Lund", "Fatima Noor", "Gwen Parry", "Hugo Blanc",
)  # fmt: skip
COUNTRIES = {"United Kingdom": 0.70, "Ireland": 0.15, "Netherlands": 0.08, "Germany": 0.07}


@dataclass(frozen=True, slots=True, eq=False)
class Practices:
    """One row per practice; times in seconds since 1970. Row 0 is the one very large chain.

    `ended` is the end of the window for practices still with us; `changed` is "none", "upgrade" or "downgrade".
    """

    key: Texts
    name: Texts
    size: Texts
    plan: Texts
    region: Texts
    owner: Texts
    n_users: Ints
    started: Ints
    ended: Ints
    is_lost: Bools
    changed: Texts
    changed_at: Ints

    @property
    def kind(self) -> Texts:
        """Size, plan and region in one text: what people, moods and answers are spread evenly within."""
        return np.char.add(np.char.add(self.size, self.plan), self.region)


def draw_practices(rng: np.random.Generator, effects: Effects, words: Mapping[str, list[str]], n: int) -> Practices:
    """Returns n practices; plan, region and account owner are dealt within each size, so that none stands in for it."""
    end = seconds(effects.window.last_day) + DAY
    size = deal(rng, {band: row.share for band, row in BANDS.items()}, n)
    size[0] = "large chain"
    plan = deal_within(rng, size, effects.plan.mix)
    plan[0] = effects.plan.name
    region = deal_within(rng, size, dict.fromkeys(BANDS, REGIONS))
    region[0] = "South"
    owner = deal_within(rng, size, dict.fromkeys(BANDS, dict.fromkeys(OWNERS, 1.0)))
    owner[0] = OWNERS[0]
    started = rng.uniform(FIRST_CONTRACT, LAST_CONTRACT, n).astype(np.int64) // DAY * DAY
    started[0] = FIRST_CONTRACT
    is_lost = _lost(rng, effects, size, owner)
    since = np.maximum(started + 90 * DAY, seconds(effects.window.first_day) + 45 * DAY)
    turned_at = rng.uniform(since, end - 8 * DAY).astype(np.int64) // DAY * DAY
    return Practices(
        key=np.array([f"p-{i:04d}" for i in range(1, n + 1)]),
        name=np.array(
            [f"{a} {b}" for a, b in zip(pick(rng, words["first"], n), pick(rng, words["last"], n), strict=True)]
        ),
        size=size,
        plan=plan,
        region=region,
        owner=owner,
        n_users=_sizes(rng, size),
        started=started,
        ended=np.where(is_lost, turned_at, end),
        is_lost=is_lost,
        changed=_plan_changes(rng, effects, plan, is_lost),
        changed_at=turned_at,
    )


def practices_table(rng: np.random.Generator, practices: Practices) -> pa.Table:
    """Returns one row per practice, as the CRM would export it."""
    n = len(practices.key)
    chairs = np.maximum(1, np.round(practices.n_users * rng.uniform(0.25, 0.45, n))).astype(np.int64)
    return table(
        {
            "account_id": practices.key,
            "name": practices.name,
            "region": practices.region,
            "country": deal(rng, COUNTRIES, n),
            "size_band": practices.size,
            "plan": practices.plan,
            "account_owner": practices.owner,
            "specialty": deal(rng, {"general": 0.68, "orthodontics": 0.14, "pediatric": 0.11, "oral surgery": 0.07}, n),
            "acquired_through": deal(
                rng, {"referral": 0.34, "web search": 0.27, "trade show": 0.19, "outbound": 0.13, "partner": 0.07}, n
            ),
            "practice_system": deal(rng, {"OpenChair": 0.38, "DentaCore": 0.30, "Molaris": 0.17, "none": 0.15}, n),
            "chairs": known(chairs, rng.random(n) >= 0.06),
            "account_status": np.where(practices.is_lost, "churned", "active"),
            "customer_since": days(practices.started),
        }
    )


def _sizes(rng: np.random.Generator, size: Texts) -> Ints:
    total = round(len(size) * USERS_PER_PRACTICE * (1 - INTERNAL_SHARE))
    chain = round(total * CHAIN_SHARE)
    low = np.array([BANDS[str(band)].low for band in size])
    high = np.array([BANDS[str(band)].high for band in size])
    wanted = np.exp(rng.uniform(np.log(low), np.log(high + 1)))
    steps = np.cumsum(wanted[1:] - 1)
    bounds = np.round(steps / steps[-1] * (total - chain - len(steps))).astype(np.int64)
    sizes: Ints = np.r_[chain, 1 + np.diff(bounds, prepend=0)]
    return sizes


def _lost(rng: np.random.Generator, effects: Effects, size: Texts, owner: Texts) -> Bools:
    groups = np.char.add(np.char.add(owner, "/"), size)
    shares = {}
    for group in np.unique(groups).tolist():
        rate = effects.churn.owner_rate if group.startswith(effects.churn.owner) else effects.churn.rate
        shares[group] = {"lost": rate, "kept": 1 - rate}
    is_lost: Bools = deal_within(rng, groups, shares) == "lost"
    is_lost[0] = False
    return is_lost


def _plan_changes(rng: np.random.Generator, effects: Effects, plan: Texts, is_lost: Bools) -> Texts:
    rate = effects.downgrade.rate
    changed = deal_within(
        rng,
        plan,
        {
            PLANS[0]: {"downgrade": rate, "none": 1 - rate},
            PLANS[1]: {"downgrade": rate, "upgrade": 0.15, "none": 0.85 - rate},
            PLANS[2]: {"upgrade": 0.20, "none": 0.80},
        },
    )
    changed[is_lost] = "none"
    changed[0] = "none"
    return changed
