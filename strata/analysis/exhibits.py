"""Every kind of screen that makes exhibits, by name: pages, reviews and the command line ask here."""

from collections.abc import Callable, Mapping
from importlib import import_module

from strata.errors import SegmentError
from strata.membership import NO_LIBRARY, Library
from strata.model.attributes import listed
from strata.model.exhibit import Exhibit
from strata.model.recipe import Recipe
from strata.warehouse import Warehouse

Maker = Callable[[Warehouse, Recipe, Library], tuple[Exhibit, ...]]

EXHIBITS: Mapping[str, str] = {
    "comments": "comments_exhibits",
    "compare": "compare_exhibits",
    "csat": "sentiment_exhibits",
    "nps": "sentiment_exhibits",
    "activity": "activity_exhibits",
    "adoption": "adoption_exhibits",
    "lifecycle": "lifecycle_exhibits",
    "engagement": "engagement_exhibits",
    "funnel": "funnel_exhibits",
    "retention": "retention_exhibits",
    "paths": "paths_exhibits",
    "gaps": "finder_exhibits",
    "impact": "impact_exhibits",
    "overlap": "overlap_exhibits",
    "trend": "trend_exhibits",
    "distribution": "distribution_exhibits",
    "mix": "mix_exhibits",
    "timing": "timing_exhibits",
    "size": "size_exhibits",
    "loaded": "loaded_exhibits",
}
"""The module under `strata.analysis` whose function `exhibits(warehouse, recipe, library)` makes each kind."""


def make(warehouse: Warehouse, recipe: Recipe, library: Library = NO_LIBRARY) -> tuple[Exhibit, ...]:
    """The exhibits of a recipe, from the data as they are now.

    Raises:
        SegmentError: there is no such kind of screen, or the recipe asks for what the data do not have.
    """
    if recipe.kind not in EXHIBITS:
        raise SegmentError(f"There is no screen {recipe.kind!r}: choose one of {listed(tuple(EXHIBITS), most=99)}.")
    recipe.check()
    maker: Maker = import_module(f"strata.analysis.{EXHIBITS[recipe.kind]}").exhibits
    return maker(warehouse, recipe, library)
