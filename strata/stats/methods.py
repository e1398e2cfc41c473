"""Which procedure answers which question: one table for one group, one for two."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

from strata.stats.arms import Arm, Arms
from strata.stats.cells import Kind
from strata.stats.cluster import clustered_difference, clustered_mean
from strata.stats.effective import StudentScore, scored_difference, scored_mean
from strata.stats.inference import Inference, Limits, Student, Withheld
from strata.stats.score import Mover, OneScore, Tango, Wilson
from strata.stats.tails import is_plain_safe, too_few_for_a_ratio
from strata.stats.welch import student_mean, welch

Situation = Literal["independent", "accounts", "overlap"]
"""How users hang together: one user per account or none at all; accounts with several users; people in both groups."""

Tail = Literal["plain", "heavy"]
"""Whether plain means can be compared, or a few heavy users would decide ("heavy", only for kind "mean")."""

Scale = Literal["difference", "log_ratio", "pace"]
"""A difference of means, a ratio of typical users minus 1 (computed on ln(1 + x)), or a ratio of paces minus 1."""

SCALES: Mapping[Kind, Limits] = {
    "nps": Limits(-1.0, 1.0),
    "share": Limits(0.0, 1.0),
    "rating": Limits(-inf, inf),
    "mean": Limits(-inf, inf),
    "ratio": Limits(-inf, inf),
}
"""The values a group can have; intervals are cut there."""


@dataclass(frozen=True, slots=True)
class GroupMethod:
    """How the interval of one group is computed."""

    key: str
    label: str
    why: str
    reference: str
    kinds: tuple[Kind, ...]
    situation: Situation
    infer: Callable[[Arm], OneScore | StudentScore | Student | Withheld]

    def fits(self, kind: Kind, situation: Situation) -> bool:
        """Whether this row is meant for such a group."""
        return kind in self.kinds and situation == self.situation


@dataclass(frozen=True, slots=True)
class Method:
    """How two groups are compared.

    Attributes:
        key: What results name it by.
        label: What people read.
        why: Why it is used here, in one plain sentence.
        reference: Where it comes from.
        kinds, situations, tail: When it is used.
        scale: What its value is.
        infer: The procedure; interval and p-value both come from its answer.
    """

    key: str
    label: str
    why: str
    reference: str
    kinds: tuple[Kind, ...]
    situations: tuple[Situation, ...]
    tail: Tail
    scale: Scale
    infer: Callable[[Arms], Inference | Withheld]

    def fits(self, kind: Kind, situation: Situation, tail: Tail) -> bool:
        """Whether this row is meant for two such groups."""
        return kind in self.kinds and situation in self.situations and tail == self.tail


def situation_of(arms: Arms) -> Situation:
    """How the users of the groups hang together."""
    if arms.n_shared_people:
        return "overlap"
    return "accounts" if arms.has_repeated_accounts else "independent"


def tail_of(arms: Arms) -> Tail:
    """Whether plain means can be compared; "plain" too where ln(1 + x) does not exist."""
    is_plain = arms.kind != "mean" or is_plain_safe(arms) or not has_logs(arms)
    return "plain" if is_plain else "heavy"


def has_logs(arms: Arms) -> bool:
    """Whether ln(1 + x) exists for every user."""
    return arms.logs is not None


def _nps(arm: Arm) -> Tango:
    return Tango(arm.promoters, arm.detractors, arm.n)


def _share(arm: Arm) -> Wilson:
    return Wilson(arm.total, arm.n)


def _tango(arm: Arm) -> OneScore:
    return OneScore(_nps(arm))


def _wilson(arm: Arm) -> OneScore:
    return OneScore(_share(arm))


def _mover_tango(arms: Arms) -> Mover:
    return Mover(_nps(arms.a), _nps(arms.b))


def _newcombe(arms: Arms) -> Mover:
    return Mover(_share(arms.a), _share(arms.b))


def _of_ratios(infer: Callable[[Arms], Student | Withheld]) -> Callable[[Arms], Student | Withheld]:
    return lambda arms: too_few_for_a_ratio(arms) or infer(arms)


def _on_log_scale(infer: Callable[[Arms], Student | Withheld]) -> Callable[[Arms], Student | Withheld]:
    return lambda arms: infer(arms.logs or arms)


_CR2_REFERENCE = "Bell & McCaffrey (2002), Survey Methodology 28:169; Pustejovsky & Tipton (2018), JBES 36:672"
_SCORE_REFERENCE = (
    "Zou & Donner (2008), Statistics in Medicine 27:1693; Korn & Graubard (1998), Survey Methodology 24:193; "
    "Bell & McCaffrey (2002), Survey Methodology 28:169"
)
_RATING_REFERENCE = "Zou & Donner (2008), Statistics in Medicine 27:1693; Wilson (1927), JASA 22:209"
_RATIO_REFERENCE = "Deng, Knoblich & Lu (2018), KDD; Lumley (2010), Complex Surveys"
_LOG_WHY = "A few heavy users would decide the averages, so typical users are compared, on a logarithmic scale"

GROUP_METHODS: Mapping[str, GroupMethod] = {
    method.key: method
    for method in (
        GroupMethod(
            "tango",
            "Tango score interval",
            "It stays right for few and for unanimous answers.",
            "Tango (1998), Statistics in Medicine 17:891",
            ("nps",),
            "independent",
            _tango,
        ),
        GroupMethod(
            "wilson",
            "Wilson score interval",
            "It stays right for few users and for shares near 0 and 100 %.",
            "Wilson (1927), JASA 22:209",
            ("share",),
            "independent",
            _wilson,
        ),
        GroupMethod(
            "t",
            "t interval",
            "The usual interval of a mean of independent users.",
            "Student (1908), Biometrika 6:1",
            ("mean",),
            "independent",
            student_mean,
        ),
        GroupMethod(
            "t_ratio",
            "t interval of a ratio (linearised)",
            "The sums are divided, so users who count for more weigh more.",
            _RATIO_REFERENCE,
            ("ratio",),
            "independent",
            student_mean,
        ),
        GroupMethod(
            "score_rating_one_group",
            "Score interval of a mean rating",
            "It stays right near the ends of the scale and for unanimous ratings.",
            _RATING_REFERENCE,
            ("rating",),
            "independent",
            scored_mean,
        ),
        GroupMethod(
            "score_one_group",
            "Score interval on effective counts, accounts as units",
            "Users of one account resemble each other, so they count for fewer; it stays right for unanimous answers.",
            _SCORE_REFERENCE,
            ("nps", "share", "rating"),
            "accounts",
            scored_mean,
        ),
        GroupMethod(
            "cr2_one_group",
            "Interval with accounts as units (CR2)",
            "Users of one account resemble each other, so accounts are counted, not users.",
            _CR2_REFERENCE,
            ("mean", "ratio"),
            "accounts",
            clustered_mean,
        ),
    )
}

METHODS: Mapping[str, Method] = {
    method.key: method
    for method in (
        Method(
            "mover_tango",
            "Difference of two NPS (MOVER on Tango limits)",
            "It stays right for small, unequal and unanimous groups.",
            "Zou & Donner (2008), Statistics in Medicine 27:1693; Tango (1998), Statistics in Medicine 17:891",
            ("nps",),
            ("independent",),
            "plain",
            "difference",
            _mover_tango,
        ),
        Method(
            "newcombe",
            "Difference of two shares (Newcombe)",
            "It stays right for small groups and for shares near 0 and 100 %.",
            "Newcombe (1998), Statistics in Medicine 17:873",
            ("share",),
            ("independent",),
            "plain",
            "difference",
            _newcombe,
        ),
        Method(
            "score_rating",
            "Difference of two mean ratings (MOVER on score limits)",
            "It stays right near the ends of the scale, for unanimous ratings and for groups of unlike size.",
            _RATING_REFERENCE,
            ("rating",),
            ("independent",),
            "plain",
            "difference",
            scored_difference,
        ),
        Method(
            "score_accounts",
            "Difference on effective counts (MOVER on score limits, accounts as units)",
            "Users of one account resemble each other, so they count for fewer; it stays right for unanimous groups.",
            _SCORE_REFERENCE,
            ("nps", "share", "rating"),
            ("accounts",),
            "plain",
            "difference",
            scored_difference,
        ),
        Method(
            "score_overlap",
            "Difference of overlapping groups on effective counts (MOVER on score limits)",
            "Some people are in both groups and move both values at once, so each person or account is one unit.",
            _SCORE_REFERENCE,
            ("nps", "share", "rating"),
            ("overlap",),
            "plain",
            "difference",
            scored_difference,
        ),
        Method(
            "welch",
            "Difference of two means (Welch t)",
            "It does not ask the groups to be equally large or equally spread.",
            "Welch (1947), Biometrika 34:28",
            ("mean",),
            ("independent",),
            "plain",
            "difference",
            welch,
        ),
        Method(
            "welch_ratio",
            "Difference of two ratios (linearised, Welch t)",
            "The sums are divided, so users who count for more weigh more.",
            _RATIO_REFERENCE,
            ("ratio",),
            ("independent",),
            "plain",
            "difference",
            _of_ratios(welch),
        ),
        Method(
            "welch_log1p",
            "Ratio of typical users (Welch t on log(1 + x))",
            f"{_LOG_WHY}.",
            "Welch (1947), Biometrika 34:28; Kohavi et al. (2014), KDD",
            ("mean",),
            ("independent",),
            "heavy",
            "log_ratio",
            _on_log_scale(welch),
        ),
        Method(
            "cr2",
            "Difference with accounts as units (CR2, Bell-McCaffrey)",
            "Users of one account resemble each other, so accounts are counted, not users.",
            _CR2_REFERENCE,
            ("mean", "ratio"),
            ("accounts",),
            "plain",
            "difference",
            _of_ratios(clustered_difference),
        ),
        Method(
            "cr2_log1p",
            "Ratio of typical users with accounts as units (CR2 on log(1 + x))",
            f"{_LOG_WHY}, with accounts counted, not users.",
            f"{_CR2_REFERENCE}; Kohavi et al. (2014), KDD",
            ("mean",),
            ("accounts",),
            "heavy",
            "log_ratio",
            _on_log_scale(clustered_difference),
        ),
        Method(
            "cr2_overlap",
            "Difference of overlapping groups (CR2, Bell-McCaffrey)",
            "Some people are in both groups and move both values at once, so each person or account is one unit.",
            _CR2_REFERENCE,
            ("mean", "ratio"),
            ("overlap",),
            "plain",
            "difference",
            _of_ratios(clustered_difference),
        ),
        Method(
            "cr2_overlap_log1p",
            "Ratio of typical users of overlapping groups (CR2 on log(1 + x))",
            f"{_LOG_WHY}, with each person or account as one unit because some people are in both groups.",
            f"{_CR2_REFERENCE}; Kohavi et al. (2014), KDD",
            ("mean",),
            ("overlap",),
            "heavy",
            "log_ratio",
            _on_log_scale(clustered_difference),
        ),
    )
}


def group_method(arm: Arm) -> GroupMethod:
    """The row for one group alone."""
    situation: Situation = "accounts" if arm.n - arm.crowd.n_lone > arm.crowd.n_accounts else "independent"
    return next(method for method in GROUP_METHODS.values() if method.fits(arm.kind, situation))


def method_for(arms: Arms) -> Method:
    """The row for two groups."""
    question = arms.kind, situation_of(arms), tail_of(arms)
    return next(method for method in METHODS.values() if method.fits(*question))
