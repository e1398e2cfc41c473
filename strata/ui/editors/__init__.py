"""The editors of the builder: one per kind of condition, each reports the changed condition."""

from collections.abc import Callable
from typing import Any

from strata.model.segment import (
    AttributeCondition,
    ChangeCondition,
    DroppingOffCondition,
    EventCondition,
    FunnelCondition,
    LifecycleCondition,
    PathCondition,
    PlanCondition,
    RenewalCondition,
    ResponseCondition,
    ReturnCondition,
    SegmentCondition,
    SequenceCondition,
    TicketCondition,
    UsersCondition,
)
from strata.ui.editors import behaviour, chosen, company, events, facts
from strata.ui.editors.widgets import Place

__all__ = ["EDITORS", "Place", "events"]

EDITORS: dict[type, Callable[[Any, Place], None]] = {
    AttributeCondition: facts.attribute,
    ResponseCondition: facts.response,
    EventCondition: events.event,
    SequenceCondition: behaviour.sequence,
    FunnelCondition: behaviour.funnel,
    ReturnCondition: behaviour.came_back,
    PathCondition: behaviour.path,
    DroppingOffCondition: behaviour.dropping_off,
    LifecycleCondition: behaviour.lifecycle,
    TicketCondition: company.ticket,
    PlanCondition: company.plan,
    RenewalCondition: company.renewal,
    ChangeCondition: company.change,
    SegmentCondition: chosen.segment,
    UsersCondition: chosen.users,
}
"""How the condition of a row is edited; rules about accounts are groups."""
