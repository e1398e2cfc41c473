"""Attributes of users and accounts, and the catalog of what a warehouse holds."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Self, get_args

from strata.errors import SegmentError

Kind = Literal["demographic", "firmographic", "technographic", "customer", "behavioural", "psychographic"]
AttributeType = Literal["text", "number", "boolean", "date"]
Owner = Literal["user", "account", "event"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of every user, account or single event; `n_values` counts its distinct known values."""

    name: str
    label: str
    kind: Kind
    type: AttributeType
    owner: Owner
    is_personal: bool = False
    n_values: int = 0

    @property
    def can_split(self) -> bool:
        """Whether its values are few and public enough to be shown as groups side by side."""
        return self.type in ("text", "boolean") and not self.is_personal and 2 <= self.n_values <= MOST_GROUPS


MOST_GROUPS = 30
"""More groups than this are a list, not a chart."""

BUILT_IN = (
    Attribute("joined_at", "Joined", "customer", "date", "user"),
    Attribute("first_seen", "First seen", "behavioural", "date", "user"),
    Attribute("last_seen", "Last seen", "behavioural", "date", "user"),
)
"""Attributes every warehouse has, whatever its source."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """What one warehouse version holds: every name a segment or a metric may use."""

    project: str
    version: str
    loaded_at: str
    as_of: date
    timezone: str
    persona: str | None
    n_users: int
    n_internal: int
    n_accounts: int
    n_events: int
    n_responses: int
    attributes: tuple[Attribute, ...]
    properties: tuple[Attribute, ...]
    """What is known of single events."""
    events: tuple[str, ...]
    surveys: tuple[str, ...]
    is_past: bool = False
    """Whether the data are looked at from the end of an earlier day than they reach."""
    has_later: bool = False
    """Whether events are dated after the last day of the data: nothing counts them, they have not happened yet."""
    held: tuple[str, ...] = ()
    """What is there that need not be: sessions, tickets, subscriptions, and their changes churn and downgrade."""
    usual: tuple[str, ...] = ()
    """The tables that hold what users did within usual dates, as the end of the data sees it."""

    def seen_from(self, day: date) -> Self:
        """The same names as seen at the end of a day, when nothing later had happened."""
        return replace(self, as_of=day, is_past=True, usual=()) if day < self.as_of else self

    def attribute(self, name: str) -> Attribute:
        """The attribute called `name`.

        Raises:
            SegmentError: no such attribute; names the closest one.
        """
        found = next((known for known in self.attributes if known.name == name), None)
        if found is None:
            raise SegmentError(unknown("attribute", name, (known.name for known in self.attributes)))
        return found

    def property(self, name: str) -> Attribute:
        """The property of events called `name`.

        Raises:
            SegmentError: no such property; names the closest one.
        """
        found = next((known for known in self.properties if known.name == name), None)
        if found is None:
            raise SegmentError(unknown("event property", name, (known.name for known in self.properties)))
        return found

    def event(self, name: str) -> str:
        """`name` itself, if users did such an event.

        Raises:
            SegmentError: no such event; names the closest one.
        """
        if name not in self.events:
            raise SegmentError(unknown("event", name, self.events))
        return name

    def survey(self, name: str) -> str:
        """`name` itself, if it was answered by anyone.

        Raises:
            SegmentError: no such survey; names those there are.
        """
        if name not in self.surveys:
            raise SegmentError(unknown("survey", name, self.surveys))
        return name


def unknown(thing: str, name: object, known: Iterable[str]) -> str:
    """A sentence that says `name` is no `thing` here and what was probably meant."""
    names = list(known)
    if not names:
        return f"There is no {thing} {name!r}, nor any other: add one first."
    close = difflib.get_close_matches(str(name), names, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {listed(names)}."
    return f"There is no {thing} {name!r}: {hint}"


def listed(names: Iterable[str], *, most: int = 8) -> str:
    """Names in a row with an 'and' before the last, cut after `most`."""
    shown = [str(name) for name in names]
    if len(shown) > most:
        return ", ".join(shown[:most]) + f" and {len(shown) - most} more"
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1] if shown else "none"
