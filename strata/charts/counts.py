"""Charts on paper have no hover text, so every name carries how many it stands for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from strata.model.exhibit import Mark, Plot

LONGEST, MOST_COUNTS = 60, 3
"""Letters of a name, and series of a category whose counts are told apart."""


def with_counts(plot: Plot) -> Plot:
    """The plot with n behind the names of its categories, or of its series where those are what it belongs to."""
    if plot.form in ("lines", "heat") or (len(plot.series) > 1 and all(_is_steady(each.marks) for each in plot.series)):
        names = _named([series.name for series in plot.series], [_reach(series.marks) for series in plot.series])
        series = tuple(replace(each, name=name) for each, name in zip(plot.series, names, strict=True))
        return replace(plot, categories=unique(plot.categories), series=series)
    columns = ([series.marks[place] for series in plot.series] for place in range(len(plot.categories)))
    names = unique([series.name for series in plot.series])
    return replace(
        plot,
        categories=_named(plot.categories, list(map(_each, columns))),
        series=tuple(replace(each, name=name) for each, name in zip(plot.series, names, strict=True)),
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


def _each(marks: Sequence[Mark]) -> str:
    """The n of a category: one for all series, or one after the other where they are few; empty for many."""
    counts = list(dict.fromkeys(mark.n for mark in marks))
    if len(counts) > 1:
        counts = [mark.n for mark in marks]
    return " and ".join(f"{n:,}" for n in counts) if all(counts) and len(counts) <= MOST_COUNTS else ""


def _is_steady(marks: Sequence[Mark]) -> bool:
    """Whether one n holds for several categories."""
    return len(marks) > 1 and len({mark.n for mark in marks}) == 1


def _reach(marks: Sequence[Mark]) -> str:
    """The n of a series, from the fewest to the most."""
    counts = {mark.n for mark in marks if mark.n}
    return " to ".join(f"{n:,}" for n in dict.fromkeys((min(counts), max(counts)))) if counts else ""


def _named(names: Sequence[str], counts: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name} (n = {n})" if n else name for name, n in zip(unique(names), counts, strict=True))
