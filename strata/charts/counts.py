"""Charts on paper have no hover text, so every name carries how many it stands for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from strata.model.exhibit import Mark, Plot

LONGEST = 60


def with_counts(plot: Plot) -> Plot:
    """The plot with n behind the names of its categories, or of its series, where one n holds for all their marks."""
    columns = [[series.marks[place] for series in plot.series] for place in range(len(plot.categories))]
    by_category = [_common(column) for column in columns]
    if all(n is not None for n in by_category) and plot.form not in ("lines", "heat"):
        return replace(plot, categories=_named(plot.categories, by_category))
    by_series = [_common(series.marks) for series in plot.series]
    names = _named([series.name for series in plot.series], by_series)
    return replace(
        plot,
        categories=unique(plot.categories),
        series=tuple(replace(series, name=name) for series, name in zip(plot.series, names, strict=True)),
    )


def unique(names: Sequence[str], *, longest: int = LONGEST) -> tuple[str, ...]:
    """The names cut to a length; those that became alike get a number."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        short = name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
        seen[short] += 1
        found.append(short if seen[short] == 1 else f"{short} {seen[short]}")
    return tuple(found)


def _common(marks: Sequence[Mark]) -> int | None:
    """The n that all marks share; None where they differ or it is not known."""
    counts = {mark.n for mark in marks}
    return counts.pop() if len(counts) == 1 and 0 not in counts else None


def _named(names: Sequence[str], counts: Sequence[int | None]) -> tuple[str, ...]:
    return tuple(name if n is None else f"{name} (n = {n:,})" for name, n in zip(unique(names), counts, strict=True))
