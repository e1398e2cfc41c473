"""What a search for gaps found, in sentences."""

from strata.model.attributes import listed
from strata.model.comments import Themes
from strata.model.finder import Find, Search
from strata.model.metrics import Metric
from strata.model.results import UNIT_WORDS, amount, digits
from strata.model.warnings import Mix, lowered

MOST_THEMES = 3


def head(found: Search) -> str:
    """How much was tried and how much was found."""
    total = (
        f"{found.label} of everyone is {amount(found.total, found.unit)} ({found.n:,} from {found.accounts:,} accounts)"
    )
    tried = f"{found.n_tested:,} groups and {found.n_pairs:,} pairs were tried"
    if not found.finds:
        return f"No group clearly differs from everyone else. {total}; {tried}."
    n = len(found.finds)
    return f"{n:,} {'group differs' if n == 1 else 'groups differ'} from everyone else. {total}; {tried}."


def rules(found: Search) -> tuple[str, ...]:
    """What decides what is found."""
    least = f", and gaps of at least {_size(found.least, found.unit)}" if found.least else ""
    return (
        f"Groups of at least {found.smallest:,} answers{least}",
        "Of all groups that are named, 1 in 20 at most is expected to be a false alarm; the same of pairs",
        "Pairs are tried within groups that were found; they are named where they go beyond what both add up to",
    )


def lift_words(find: Find) -> str:
    """What the total would be if the group were where everyone together is now."""
    size = _size(abs(find.lift), find.contrast.unit)
    way = "higher" if find.lift > 0 else "lower"
    said = f"If they were where everyone together is now, the total would be {size} {way}."
    if find.beyond:
        beyond = _size(abs(find.beyond[0]), find.contrast.unit)
        said += f" That is {beyond} beyond what {' and '.join(map(lowered, find.about))} add up to."
    return said


def mix_words(found: Mix) -> tuple[str, ...]:
    """What becomes of the gap with other things held equal: the warnings, or that it stays."""
    if found.warnings:
        return tuple(each.sentence for each in found.warnings)
    stays = [lowered(check.label) for check in found.checks if check.effect == "stays"]
    return (f"The gap stays with {listed(stays)} held equal, one at a time.",) if stays else ()


def theme_words(found: Themes, metric: Metric) -> tuple[str, ...]:
    """What comments are about most often, each theme with its share and its score."""
    return tuple(
        f"Comments are about {theme.name}: {theme.share:.0f} % of {found.n:,}"
        + (f", {metric.label} of these {amount(theme.score, found.unit)}." if theme.score is not None else ".")
        for theme in found.themes[:MOST_THEMES]
    )


def difference_unit(unit: str) -> str:
    """The unit of a difference of two values."""
    return "pp" if unit == "%" else unit


def _size(value: float, unit: str) -> str:
    unit = difference_unit(unit)
    few = f"{value:.1f}" if unit in ("points", "pp") and value < 10 else digits(value, unit, signed=False)
    return f"{few} {UNIT_WORDS.get(unit, unit)}".strip()
