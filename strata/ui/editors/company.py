"""Editors of what belongs to the account: tickets, plan, renewal, changes."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from strata.model.segment import ChangeCondition, PlanCondition, RenewalCondition, TicketCondition, TicketState
from strata.ui import cache, state
from strata.ui.comparing import WINDOWS
from strata.ui.editors.dates import LONGEST, window
from strata.ui.editors.widgets import Place, pick, say, whole

TICKETS: dict[TicketState, str] = {"open": "open now", "opened": "opened", "closed": "closed"}
OF_ACCOUNTS = tuple(kind for kind in WINDOWS if kind != "joined")
"""Accounts did not join on one day."""


def ticket(condition: TicketCondition, place: Place) -> None:
    """How many tickets, in which state, in which dates."""
    say("at least")
    whole(
        "Number of tickets",
        condition.at_least,
        key=place.named("n"),
        then=lambda n: place.change(replace(condition, at_least=n)),
    )
    say("tickets" if condition.at_least > 1 else "ticket")
    pick(
        "State of the tickets",
        tuple(TICKETS),
        condition.ticket,
        key=place.named("state"),
        words=TICKETS.__getitem__,
        then=lambda name: place.change(replace(condition, ticket=name)),
        width=130,
    )
    if condition.ticket == "open":
        say("opened")
    window(condition.within, key=place.key, then=lambda within: place.change(replace(condition, within=within)))


def plan(condition: PlanCondition, place: Place) -> None:
    """The plans of which the account has one now."""
    key = place.named("plans")
    say("is")
    st.multiselect(
        "Plans",
        _with(cache.offered_things().plans, condition.plan),
        default=list(condition.plan),
        placeholder="Choose plans",
        label_visibility="collapsed",
        key=key,
        width=300,
        on_change=lambda: place.change(PlanCondition(tuple(state.value(key)))),
    )


def renewal(condition: RenewalCondition, place: Place) -> None:
    """How soon the running subscription renews."""
    say("is due within")
    whole(
        "Days until the renewal",
        condition.renewal,
        key=place.named("days"),
        then=lambda days: place.change(RenewalCondition(days)),
        high=LONGEST,
    )
    say("days after the end of the data")


def change(condition: ChangeCondition, place: Place) -> None:
    """Which change, in which dates."""
    pick(
        "What changed",
        cache.offered_things().changes,
        condition.change,
        key=place.named("change"),
        words=str,
        then=lambda name: place.change(replace(condition, change=name)),
        width=150,
    )
    window(
        condition.within,
        key=place.key,
        then=lambda within: place.change(replace(condition, within=within)),
        kinds=OF_ACCOUNTS,
    )


def _with(offered: Sequence[str], chosen: Sequence[str]) -> list[str]:
    return [*offered, *(each for each in chosen if each not in offered)]
