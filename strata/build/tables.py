"""What a project file may say about each table: one row per kind of table, one row per key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the project file and the staging column its source column fills."""

    name: str
    column: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table.

    `constant` is a key whose text is the same for every row of the block (a survey's name, an event's name) and the
    column it fills. `one_of` names keys of which a block needs at least one. `dates` are the columns read as moments.
    """

    name: str
    keys: tuple[Key, ...]
    dates: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    constant: Key | None = None
    one_of: tuple[str, ...] = ()
    has_attributes: bool = False
    is_list: bool = True
    takes_missing: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The staging columns that exist whether or not the source fills them."""
        constant = (self.constant,) if self.constant else ()
        return tuple(dict.fromkeys(key.column for key in (*self.keys, *constant)))


TABLES = (
    Table(
        "accounts",
        (Key("id", "account_key", is_required=True), Key("name", "account_name")),
        has_attributes=True,
        is_list=False,
    ),
    Table(
        "users",
        (
            Key("id", "user_key", is_required=True),
            Key("account", "account_key"),
            Key("joined_at", "joined_at"),
            Key("internal", "is_internal"),
        ),
        dates=("joined_at",),
        has_attributes=True,
        is_list=False,
    ),
    Table(
        "events",
        (
            Key("user", "user_key", is_required=True),
            Key("name", "event_name"),
            Key("at", "at", is_required=True),
            Key("id", "event_key"),
            Key("session", "session_id"),
        ),
        dates=("at",),
        constant=Key("event", "event_name"),
        one_of=("name", "event"),
    ),
    Table(
        "responses",
        (
            Key("user", "user_key", is_required=True),
            Key("score", "score", is_required=True),
            Key("at", "at"),
            Key("comment", "comment"),
        ),
        dates=("at",),
        constant=Key("survey", "survey", is_required=True),
        takes_missing=True,
    ),
    Table(
        "tickets",
        (
            Key("id", "ticket_key", is_required=True),
            Key("user", "user_key"),
            Key("account", "account_key"),
            Key("opened_at", "opened_at", is_required=True),
            Key("closed_at", "closed_at"),
        ),
        dates=("opened_at", "closed_at"),
        one_of=("user", "account"),
    ),
    Table(
        "subscriptions",
        (
            Key("id", "subscription_key", is_required=True),
            Key("account", "account_key", is_required=True),
            Key("started_at", "started_at", is_required=True),
            Key("ended_at", "ended_at"),
            Key("plan", "plan"),
            Key("mrr", "mrr"),
            Key("renewal_at", "renewal_at"),
        ),
        dates=("started_at", "ended_at", "renewal_at"),
        numbers=("mrr",),
    ),
    Table(
        "subscription_changes",
        (
            Key("account", "account_key", is_required=True),
            Key("at", "at", is_required=True),
            Key("change", "change", is_required=True),
        ),
        dates=("at",),
    ),
    Table(
        "assignments",
        (
            Key("user", "user_key", is_required=True),
            Key("experiment", "experiment", is_required=True),
            Key("variant", "variant", is_required=True),
            Key("at", "at"),
        ),
        dates=("at",),
    ),
)
"""In the order in which they are loaded: accounts before their users, users before what they did."""

SURVEYS = ("nps", "csat")

PHYSICAL = frozenset(
    "rowid row_number file block fault notes user_id user_key account_id account_key account_name joined_at "
    "is_internal first_seen last_seen ts".split()
)
"""Column names the warehouse keeps for itself; a source column of that name gets the suffix `_value`."""

HELPER = "~"
"""How the columns begin that the statements of queries/staging add for themselves; no source column may."""
