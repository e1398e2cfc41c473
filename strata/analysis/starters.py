"""Segments everyone asks for first, made from what is loaded."""

from collections.abc import Mapping

from strata.model.attributes import Attribute, Catalog
from strata.model.segment import (
    LIFECYCLE,
    NPS_GROUPS,
    AttributeCondition,
    Lifecycle,
    LifecycleCondition,
    ResponseCondition,
    Segment,
)
from strata.warehouse import Query, Warehouse

STAGE_NAMES: Mapping[Lifecycle, str] = {
    "new": "New users",
    "active": "Active users",
    "returned": "Returned users",
    "slipping": "Slipping away",
    "dormant": "Dormant users",
}


def starters(warehouse: Warehouse) -> dict[str, Segment]:
    """Ready-made segments by name: each value of the persona attribute, most people first, stages, NPS groups."""
    catalog = warehouse.catalog
    made = [*_personas(warehouse), *stages(catalog), *nps_groups(catalog)]
    return {segment.name: segment for segment in made}


def value_segment(catalog: Catalog, attribute: Attribute, value: str) -> Segment:
    """The users with one value of an attribute; its name says which attribute, unless it is the persona."""
    shown = {"true": "yes", "false": "no"}.get(value, value) if attribute.type == "boolean" else value
    name = shown if attribute.name == catalog.persona else f"{attribute.label}: {shown}"
    return Segment(name, AttributeCondition(attribute.name, "is", (_stored(attribute, value),)))


def value_counts(warehouse: Warehouse, attribute: str) -> Mapping[str, int]:
    """How many users have each value of a text or yes/no attribute, the most frequent first."""
    found = warehouse.run(Query("reports/attribute_values", params=(("attribute", attribute),)))
    return {str(value): int(n) for value, n in zip(found["value"], found["n_users"], strict=True)}


def persona_attribute(catalog: Catalog) -> Attribute | None:
    """The attribute people are told apart by: the one the project file names, else the first that can split them."""
    usable = [attribute for attribute in catalog.attributes if attribute.can_split]
    named = [attribute for attribute in usable if attribute.name == catalog.persona]
    return next(iter([*named, *usable]), None)


def stages(catalog: Catalog) -> list[Segment]:
    """The stages of the life cycle, which take events to tell apart."""
    if not catalog.events:
        return []
    return [Segment(STAGE_NAMES[stage], LifecycleCondition(stage)) for stage in LIFECYCLE]


def nps_groups(catalog: Catalog) -> list[Segment]:
    """Promoters, passives and detractors, which take an NPS survey to tell apart."""
    if "nps" not in catalog.surveys:
        return []
    return [Segment(f"{group.capitalize()}s", ResponseCondition("nps", group=group)) for group in NPS_GROUPS]


def _personas(warehouse: Warehouse) -> list[Segment]:
    attribute = persona_attribute(warehouse.catalog)
    if attribute is None:
        return []
    return [value_segment(warehouse.catalog, attribute, value) for value in value_counts(warehouse, attribute.name)]


def _stored(attribute: Attribute, value: str) -> str | bool:
    return value in ("true", "yes") if attribute.type == "boolean" else value
