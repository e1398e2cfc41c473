"""What has to stand beside a chart where nobody can point at it: what is withheld, what happened when."""

from collections.abc import Iterator

from strata.model.exhibit import Exhibit

MOST = 3
NOTHING = "There is nothing to draw: every value is missing or withheld."


def remarks(exhibit: Exhibit) -> Iterator[str]:
    """What is withheld and why, and the remarks on categories, each in a sentence."""
    plot = exhibit.plot
    if plot is None:
        return
    withheld = [
        f"{series.name}, {category}: {mark.withheld.rstrip('.')}"
        for series in plot.series
        for category, mark in zip(plot.categories, series.marks, strict=True)
        if mark.withheld
    ]
    if withheld:
        more = f"; and {len(withheld) - MOST} more" if len(withheld) > MOST else ""
        yield f"Withheld: {'; '.join(withheld[:MOST])}{more}."
    for category, text in plot.annotations[:MOST]:
        yield f"{category}: {text}"
