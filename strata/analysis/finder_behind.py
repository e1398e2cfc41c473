"""What may lie behind one group that differs: features, the mix of the group, and what its people say."""

from strata.analysis.finder import Ask
from strata.analysis.finder_reasons import reasons
from strata.analysis.finder_words import mix_words, theme_words
from strata.analysis.mix import mix
from strata.analysis.themes import themes
from strata.membership import NO_LIBRARY, Library, members
from strata.model.finder import Explained
from strata.model.segment import Segment
from strata.warehouse import Warehouse

NO_REASON = "No feature is both used differently in this group and goes with its score."


def explain(warehouse: Warehouse, ask: Ask, segment: Segment, library: Library = NO_LIBRARY) -> Explained:
    """What goes with the gap between a segment and everyone else; remembered for segments of no other segment.

    Raises:
        SegmentError: the segment cannot be counted.
        MetricError: the metric has no gaps to search for.
    """
    key = ("behind", ask.metric, ask.window, segment, tuple(library.reachable(segment.where).values()))
    found: Explained | None = warehouse.digests.get(key)
    if found is None:
        found = _explained(warehouse, ask, segment, library)
        warehouse.digests.put(key, found)
    return found


def _explained(warehouse: Warehouse, ask: Ask, segment: Segment, library: Library) -> Explained:
    features = reasons(warehouse, ask, segment, library=library)
    checked = mix(warehouse, segment, ask.metric, window=ask.window, library=library)
    said, why = _themes(warehouse, ask, segment, library)
    is_lacking = not features and ask.metric.per == "user" and warehouse.catalog.events
    lacking = (NO_REASON,) if is_lacking else ()
    return Explained(features, mix_words(checked), said, notes=(*lacking, *why))


def _themes(warehouse: Warehouse, ask: Ask, segment: Segment, library: Library) -> tuple[tuple[str, ...], ...]:
    """What the people of a group write about most, in sentences; and why that is not known."""
    survey = ask.metric.survey
    if survey is None:
        return (), ()
    users = members(warehouse, segment.where, library, of=segment.of) & warehouse.population
    found = themes(warehouse, users, window=ask.window, survey=survey)
    return theme_words(found, ask.metric), (found.withheld,) if found.withheld else ()
