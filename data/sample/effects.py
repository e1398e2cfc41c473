"""The effects planted in the sample company, as declared in `effects.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DECLARATION = Path(__file__).with_name("effects.toml")


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day on which anything is recorded."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Nps:
    """NPS points that add up to a person's expected score; response rates in [0, 1] by role."""

    base: float
    account_share: float
    user_share: float
    waves: tuple[date, ...]
    by_size: Mapping[str, float]
    by_role: Mapping[str, float]
    response_rate: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Csat:
    """Percentage points that add up to a person's chance of a 4 or 5."""

    base: float
    answers_per_user: float
    by_role: Mapping[str, float]
    by_touchpoint: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Charting:
    """The unhappy role, and what it takes off its NPS."""

    role: str
    event: str
    often_a_year: float
    nps_often: float
    nps_seldom: float


@dataclass(frozen=True, slots=True)
class Fix:
    """The region that got the charting fix, and the share of the penalty it takes away in the end."""

    region: str
    shipped_on: date
    full_after_days: int
    share_closed: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan that is better within every size band, and each band's mix of plans."""

    name: str
    nps: float
    mix: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Onboarding:
    """Percentage points of conversion by action, the other actions held equal."""

    days: int
    base: float
    conversion: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Churn:
    """Share of accounts lost, and the account owner who loses more."""

    rate: float
    owner: str
    owner_rate: float


@dataclass(frozen=True, slots=True)
class Downgrade:
    """Share of accounts that downgrade, and the share of sessions left in the days before."""

    rate: float
    event: str
    days: int
    activity_left: float


@dataclass(frozen=True, slots=True)
class Letters:
    """The attribute dealt by hash."""

    attribute: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Experiment:
    """Planned and real shares of the variants, and the CSAT points a variant brings."""

    name: str
    starts_on: date
    planned: Mapping[str, float]
    seen: Mapping[str, float]
    csat: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Blemishes:
    """How many faulty rows of each sort the sources hold."""

    nps_scores_of_eleven: int
    nps_unknown_users: int
    csat_unreadable_dates: int
    repeated_users: int
    odd_comments: int


@dataclass(frozen=True, slots=True)
class Expected:
    """One contrast that has to come out: segment minus baseline, in points of the metric.

    `segment` and `baseline` are segments as JSON; a baseline may also be "rest". NPS and CSAT count each user's
    latest answer from `since` to `until`, both days included.
    """

    name: str
    segment: str
    baseline: str
    metric: str
    value: float
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything planted."""

    window: Window
    nps: Nps
    csat: Csat
    charting: Charting
    fix: Fix
    plan: Plan
    onboarding: Onboarding
    churn: Churn
    downgrade: Downgrade
    letters: Letters
    experiments: tuple[Experiment, ...]
    blemishes: Blemishes
    expected: tuple[Expected, ...]


def read_effects(path: Path = DECLARATION) -> Effects:
    """Returns the declared effects."""
    declared = tomllib.loads(path.read_text("utf-8"))
    window = Window(**declared["window"])
    whole = {"since": window.first_day, "until": window.last_day}
    return Effects(
        window=window,
        nps=Nps(**declared["nps"]),
        csat=Csat(**declared["csat"]),
        charting=Charting(**declared["charting"]),
        fix=Fix(**declared["fix"]),
        plan=Plan(**declared["plan"]),
        onboarding=Onboarding(**declared["onboarding"]),
        churn=Churn(**declared["churn"]),
        downgrade=Downgrade(**declared["downgrade"]),
        letters=Letters(**declared["letters"]),
        experiments=tuple(Experiment(**row) for row in declared["experiments"]),
        blemishes=Blemishes(**declared["blemishes"]),
        expected=tuple(Expected(**whole | row) for row in declared.get("expected", [])),
    )
