"""What is loaded, and the largest gaps in it."""

from collections.abc import Sequence

from strata.analysis.judging import judged
from strata.analysis.persona import Split, split_nps
from strata.analysis.source import source
from strata.analysis.splits import NOT_RECORDED
from strata.model.attributes import Attribute, Catalog
from strata.model.results import Finding, Overview
from strata.model.segment import EVER, Window
from strata.warehouse import Warehouse

TELLING = ("role", "plan")
"""Attributes looked at first, by the words in their names."""
MOST_FINDINGS, MOST_SPLITS = 6, 6


def overview(warehouse: Warehouse, *, window: Window = EVER) -> Overview:
    """Counts of everything loaded, and the largest clear gaps by role, plan and the like."""
    catalog = warehouse.catalog
    chosen = splitting(catalog) if "nps" in catalog.surveys else ()
    splits = [split_nps(warehouse, attribute.name, window=window) for attribute in chosen]
    found = _gaps(splits)
    return Overview(
        source=source(warehouse, window),
        users=warehouse.population.bit_count(),
        internal=catalog.n_internal,
        accounts=catalog.n_accounts,
        events=catalog.n_events,
        answers=catalog.n_responses,
        findings=tuple(sorted(found, key=_largest_first)[:MOST_FINDINGS]),
    )


def splitting(catalog: Catalog) -> tuple[Attribute, ...]:
    """The attributes worth splitting by, the persona first, then those that tell most by their name."""
    usable = [attribute for attribute in catalog.attributes if attribute.can_split]
    return tuple(sorted(usable, key=lambda attribute: _rank(attribute, catalog.persona))[:MOST_SPLITS])


def _rank(attribute: Attribute, persona: str | None) -> int:
    if attribute.name == persona:
        return 0
    return 1 if any(word in attribute.name for word in TELLING) else 2


def _gaps(splits: Sequence[Split]) -> list[Finding]:
    """The groups that clearly differ once all groups of all splits are corrected for together (Benjamini-Hochberg).

    Those whose value is not recorded are no segment and stay out.
    """
    attributes = [split.attribute for split in splits for _ in split.pairs]
    contrasts = judged([pair for split in splits for pair in split.pairs], primary="")
    return [
        Finding(attribute.name, attribute.label, contrast.segment, contrast)
        for attribute, contrast in zip(attributes, contrasts, strict=True)
        if contrast.verdict in ("higher", "lower") and contrast.segment != NOT_RECORDED
    ]


def _largest_first(found: Finding) -> float:
    return -abs(found.contrast.difference or 0.0)
