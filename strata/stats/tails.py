"""When a few heavy users could decide a difference of means, and how many degrees of freedom it then has."""

from strata.stats.arms import Arm, Arms
from strata.stats.freedom import bell_mccaffrey
from strata.stats.inference import Withheld

SIMILAR_SIZES = 1.5
"""Groups whose sizes differ by no more than this factor: their skewness cancels in the difference."""

PEOPLE_PER_SQUARED_SKEWNESS = 355
"""People needed per squared skewness before a mean is close enough to normal (Kohavi et al. 2014)."""

FEWEST_OF_A_RATIO = 100
"""People needed in the smaller of two groups of unlike size before their ratios are compared."""


def is_plain_safe(arms: Arms) -> bool:
    """Whether the difference of plain means can be judged: similar sizes, or enough people for their skewness.

    The larger skewness of the two groups counts, because a small sample rarely shows its own.

    References:
        Kohavi, Deng, Longbotham & Xu (2014), KDD, rule 7: n >= 355 skewness^2.
    """
    skewness = max(abs(arms.a.skewness), abs(arms.b.skewness))
    return have_similar_sizes(arms) or _smaller(arms) >= PEOPLE_PER_SQUARED_SKEWNESS * skewness**2


def have_similar_sizes(arms: Arms) -> bool:
    """Whether the groups are so alike in size that what makes values skewed makes both means wrong alike.

    Both their users and the accounts these come from count: fifty users in ten accounts are nothing like fifty who
    have nothing in common.
    """
    users, accounts = (arms.a.n, arms.b.n), (arms.a.crowd.effective_accounts, arms.b.crowd.effective_accounts)
    return all(max(sizes) <= SIMILAR_SIZES * min(sizes) for sizes in (users, accounts))


def too_few_for_a_ratio(arms: Arms) -> Withheld | None:
    """Why two ratios cannot be compared; None if they can, and for other kinds.

    The skewness of a ratio is not known from sums, so it must not matter: similar sizes, or many people.
    """
    smaller = min(_independent(arms.a), _independent(arms.b))
    if arms.kind != "ratio" or have_similar_sizes(arms) or smaller >= FEWEST_OF_A_RATIO:
        return None
    return Withheld(
        f"One group is much smaller than the other and counts for {smaller:,.0f} independent users, so a few "
        f"heavy ones could decide: a ratio needs {FEWEST_OF_A_RATIO} in the smaller group."
    )


def welch_freedom(arms: Arms) -> float:
    """The degrees of freedom of Welch's t, never more than with equal spread in both groups.

    A small group that happens to show little spread would otherwise pass for a well-known one.

    References:
        Welch (1947), Biometrika 34:28; Bell & McCaffrey (2002), Survey Methodology 28:169.
    """
    part_a, part_b = _part(arms.a), _part(arms.b)
    satterthwaite = (part_a + part_b) ** 2 / (part_a**2 / (arms.a.n - 1) + part_b**2 / (arms.b.n - 1))
    return min(satterthwaite, bell_mccaffrey(arms.a.crowd, arms.b.crowd))


def _part(arm: Arm) -> float:
    return arm.variance / arm.n


def _independent(arm: Arm) -> float:
    """How many independent users would say as much about a group's value."""
    return arm.n / max(arm.cr2_variance / _part(arm), 1.0) if arm.variance else arm.n


def _smaller(arms: Arms) -> float:
    return min(arms.a.crowd.effective_accounts, arms.b.crowd.effective_accounts)
