"""The controls of the page of feature adoption."""

from strata.analysis import adoption, adoption_exhibits
from strata.analysis.adopters import first_days
from strata.ui import cache, options

MEASURES, ORDERS = tuple(adoption.MEASURES), tuple(adoption_exhibits.ORDERS)


def measure(key: str) -> str:
    """What is asked of features, as a list shows it."""
    return adoption.MEASURES[key].label


def new_feature(kind: str) -> str:
    """The feature whose spread is drawn: of all, those seen first last stand first."""
    known = cache.answer("Looking for new features", lambda house: dict(first_days(house)))
    newest = sorted(known, key=lambda name: (known[name], name), reverse=True)
    return options.one_of(
        kind, "feature", "New feature", newest, usual=newest[0], help="Its spread since its first day is drawn below."
    )
