"""Which worlds the methods are tried in: sizes, shapes, layouts and how much users of one account are alike."""

from collections.abc import Iterator, Sequence

from strata.bench.worlds import Layout, World

ALONE = (
    *("NPS +40", "NPS +88", "NPS -25", "NPS +5, polarised", "NPS +5, passive", "2 %", "10 %", "50 %", "90 %"),
    *("CSAT 4.0", "CSAT 4.7", "CSAT 2.6", "events", "MRR", "spending", "events per session"),
)
"""Shapes of worlds without a difference; keys into SHAPES."""

PAIRS = (
    *(("NPS +40", "NPS +10"), ("NPS +88", "NPS +60"), ("NPS +60", "NPS +88"), ("2 %", "10 %"), ("10 %", "25 %")),
    *(("25 %", "10 %"), ("50 %", "70 %"), ("CSAT 4.0", "CSAT 4.7"), ("CSAT 4.7", "CSAT 4.0"), ("CSAT 4.0", "CSAT 2.6")),
    *(("events", "more events"), ("MRR", "more MRR"), ("spending", "more spending")),
    ("events per session", "more events per session"),
)
"""Shapes that differ; keys into SHAPES. The first group is the smaller one where sizes differ."""

_ALIKE = (0.0, 0.1, 0.3)

_SIZES: dict[Layout, tuple[tuple[int, int, int, int], ...]] = {
    "independent": tuple(
        (a, b, 0, 0)
        for a, b in ((5, 5), (10, 10), (20, 20), (50, 50), (200, 200), (5, 50), (10, 50), (10, 200), (30, 300))
    ),
    "nested": (
        *((5, 5, 4, 4), (10, 10, 5, 5), (20, 20, 10, 10), (50, 50, 15, 15), (200, 200, 20, 20), (200, 200, 60, 60)),
        *((5, 50, 4, 15), (10, 50, 5, 15), (10, 200, 5, 40), (30, 300, 10, 60)),
    ),
    "crossed": tuple(
        (a, b, n, n)
        for a, b, n in ((10, 10, 10), (20, 20, 10), (50, 50, 15), (200, 200, 40), (10, 50, 15), (30, 300, 60))
    ),
    "overlapping": tuple((a, b, n, n) for a, b, n in ((20, 20, 10), (50, 50, 15), (200, 200, 40), (30, 300, 60))),
}
"""Users of both groups and the accounts they come from, by layout."""


def null(layouts: Sequence[Layout] = ("independent", "nested", "crossed", "overlapping")) -> tuple[World, ...]:
    """Worlds without any difference: what is found there is a false alarm."""
    return tuple(world for layout in layouts for shape in ALONE for world in _spread_out(shape, shape, layout))


def planted(layouts: Sequence[Layout] = ("independent", "nested", "crossed")) -> tuple[World, ...]:
    """Worlds with a difference of known size: how often it is found, and whether intervals hold it."""
    return tuple(world for layout in layouts for one, two in PAIRS for world in _spread_out(one, two, layout))


def _spread_out(a: str, b: str, layout: Layout) -> Iterator[World]:
    correlations = _ALIKE[:1] if layout == "independent" else _ALIKE
    for n_a, n_b, accounts_a, accounts_b in _SIZES[layout]:
        for alike in correlations:
            yield World(a, b, n_a, n_b, accounts_a, accounts_b, alike, layout)
