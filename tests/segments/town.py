"""A nasty little warehouse: forty users whose times lie on the edges of windows, and names that look like SQL."""

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

AS_OF = "2026-03-30"
NOW = datetime(2026, 3, 31)
"""The end of the data: on the 31st, so that months are clamped, and two days after the clocks changed."""
HOSTILE = (
    "O'Hara",
    "'; drop table users; --",
    '" or 1=1 --',
    "/* no */ 100%_",
    "%",
    "_",
    "a\\b",
    "$value",
    "{{ column }}",
    "Ärztin ẞ",
    "ΣΊΣΥΦΟΣ",
    "İstanbul",
    "emoji 🦷 ñ́",
    "null",
    "two\nlines",
    "tab\tand, comma",
)
ROLES = ("hygienist", "Dentist", "dentist", *HOSTILE)
REGIONS = ("West", "East", "O'Hara", "%")
EVENTS = ("login", "export", "it's; --", "100%_", "rare")
FORMATS = ("pdf", "PDF", "x'y; --", "100%", "_", "ñ")
PLANS = ("Growth", "Starter", "o'plan; --")
CHANGES = ("upgrade", "downgrade", "churn's")
KEYS = ("o'hara", "x; drop table users --", "ünï 🦷", "%", "u_1", '"quoted"')
USER_KEYS = (*KEYS, *(f"u{i:02}" for i in range(len(KEYS), 40)))
TYPES = {
    "role": "text",
    "order": "text",
    "team_size": "number",
    "newsletter": "boolean",
    "trial_end": "date",
    "region": "text",
    "seats": "number",
    "is_partner": "boolean",
    "since": "date",
    "account_role": "text",
    "joined_at": "date",
    "first_seen": "date",
    "last_seen": "date",
}
PROPERTIES = {"pages": "number", "format": "text", "group": "text"}
PROJECT = f"""[project]
name = "Town"
timezone = "Europe/Berlin"
as_of = "{AS_OF}"

[users]
file = "users.csv"
id = "id"
account = "account"
joined_at = "joined"
internal = "internal"

[accounts]
file = "accounts.csv"
id = "id"
name = "name"

[[events]]
file = "events.csv"
user = "user"
name = "event"
at = "at"
session = "session"
properties = ["pages", "format", "group"]

[[responses]]
query = "select * from answers where survey = 'nps'"
survey = "nps"
user = "user"
score = "score"
at = "at"
comment = "comment"

[[responses]]
query = "select * from answers where survey = 'csat'"
survey = "csat"
user = "user"
score = "score"
at = "at"
comment = "comment"

[[tickets]]
file = "tickets.csv"
id = "id"
user = "user"
account = "account"
opened_at = "opened"
closed_at = "closed"

[[subscriptions]]
file = "subscriptions.csv"
id = "id"
account = "account"
started_at = "started"
ended_at = "ended"
plan = "plan"
renewal_at = "renewal"

[[subscription_changes]]
file = "changes.csv"
account = "account"
at = "at"
change = "change"

[files]
answers = "answers.csv"
"""

Row = dict[str, object]


def write_town(folder: Path) -> Path:
    """Writes the project file and its sources, the same ones every time, and returns the project file's path."""
    chance = random.Random(7)
    users = _users(chance)
    tables = {
        "users": users,
        "accounts": _accounts(chance),
        "events": _events(chance, users),
        "answers": _answers(chance),
        "tickets": _tickets(chance),
        "subscriptions": _subscriptions(chance),
        "changes": _changes(chance),
    }
    return write_project(folder, PROJECT, tables)


def write_project(folder: Path, toml: str, tables: dict[str, list[Row]]) -> Path:
    """Writes a project file and the rows of its sources."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    path = folder / "strata.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def _users(chance: random.Random) -> list[Row]:
    """Accounts a1 to a6 are mixed, a7 has internal users alone, a8 nobody; some users have no account."""
    rows: list[Row] = []
    for i, key in enumerate(USER_KEYS):
        is_internal = i % 8 == 5
        account = "a7" if i in (5, 13) else chance.choice(["a1", "a1", "a2", "a3", "a4", "a5", "a6", ""])
        joined = _edge(chance) if i % 3 else NOW - timedelta(days=chance.randrange(-5, 120))
        rows.append(
            {
                "id": key,
                "account": account,
                "joined": "" if i % 9 == 4 else joined,
                "internal": "yes" if is_internal else "no",
                "role": ROLES[i % len(ROLES)] if i % 7 else "",
                "order": chance.choice(["by 1", "select", ""]),
                "team_size": chance.choice(["", 0, 1, 2.5, 4, 4, 9, -3, 1e12]),
                "newsletter": chance.choice(["yes", "no", ""]),
                "trial_end": chance.choice(["", f"{_edge(chance):%Y-%m-%d}"]),
            }
        )
    return rows


def _accounts(chance: random.Random) -> list[Row]:
    return [
        {
            "id": f"a{i}",
            "name": chance.choice(HOSTILE[:9]),
            "region": chance.choice([*REGIONS, ""]),
            "seats": chance.choice(["", 1, 5, 20.5]),
            "is_partner": chance.choice(["yes", "no", ""]),
            "since": chance.choice(["", f"{_edge(chance):%Y-%m-%d}", "2020-02-29"]),
            "role": chance.choice(["main", "branch", ""]),
        }
        for i in range(1, 9)
    ]


def _events(chance: random.Random, users: list[Row]) -> list[Row]:
    rows: list[Row] = []
    for _ in range(420):
        user = chance.choice(users[:36])  # the last four users never did anything
        joined = user["joined"]
        at = _edge(chance)
        if isinstance(joined, datetime) and chance.random() < 0.25:
            at = joined + chance.choice([-SECOND, 0 * SECOND, 7 * DAY - SECOND, 7 * DAY, 30 * DAY, 14 * DAY])
        rows.append(_done(chance, user["id"], chance.choices(EVENTS, [8, 6, 3, 2, 1])[0], at))
        if chance.random() < 0.3:
            later = at + chance.choice([0 * DAY, SECOND, timedelta(hours=1), 2 * DAY, 7 * DAY, 7 * DAY + SECOND])
            rows.append(_done(chance, user["id"], chance.choice(EVENTS[:3]), later))
    return rows


def _done(chance: random.Random, user: object, event: str, at: datetime) -> Row:
    pages = chance.choice(["", "", 0, 1, 2, 2.5, 10, -4])
    kind, group = chance.choice(["", *FORMATS]), chance.choice(["", "a", "b"])
    return {
        "user": user,
        "event": event,
        "at": at,
        "session": chance.choice(["", "s1"]),
        "pages": pages,
        "format": kind,
        "group": group,
    }


def _answers(chance: random.Random) -> list[Row]:
    """Some users answer several times at the same moment, or at no known one."""
    rows: list[Row] = []
    for _ in range(140):
        survey = chance.choice(["nps", "csat"])
        at = chance.choice(["", _edge(chance), NOW - 5 * DAY, NOW - 5 * DAY])
        score = chance.randrange(11) if survey == "nps" else chance.randrange(1, 6)
        comment = chance.choice(["", "", "Charting is SLOW", *HOSTILE])
        rows.append({"user": chance.choice(USER_KEYS), "survey": survey, "score": score, "at": at, "comment": comment})
    return rows


def _tickets(chance: random.Random) -> list[Row]:
    rows: list[Row] = []
    for i in range(50):
        opened = _edge(chance)
        closed = chance.choice(["", NOW, NOW - SECOND, NOW + DAY, opened + 3 * DAY, opened + 3 * DAY])
        user = chance.choice(["", chance.choice(USER_KEYS)])
        account = f"a{chance.randrange(1, 9)}" if not user or chance.random() < 0.5 else ""
        rows.append({"id": f"t{i}", "user": user, "account": account, "opened": opened, "closed": closed})
    return rows


def _subscriptions(chance: random.Random) -> list[Row]:
    return [
        {
            "id": f"s{i}",
            "account": f"a{chance.randrange(1, 9)}",
            "started": chance.choice([NOW, NOW - SECOND, NOW + DAY, NOW - 90 * DAY, NOW - 400 * DAY]),
            "ended": chance.choice(["", "", NOW, NOW - SECOND, NOW + 9 * DAY]),
            "plan": chance.choice(["", *PLANS]),
            "renewal": chance.choice(["", NOW, NOW - SECOND, NOW + 30 * DAY, NOW + 30 * DAY - SECOND, NOW + 9 * DAY]),
        }
        for i in range(24)
    ]


def _changes(chance: random.Random) -> list[Row]:
    return [
        {"account": f"a{chance.randrange(1, 9)}", "at": _edge(chance), "change": chance.choice(CHANGES)}
        for _ in range(24)
    ]


def _edge(chance: random.Random) -> datetime:
    """A moment on the edge of some window, or a second beside it, or on a grid of half days so that many agree."""
    edge = chance.choice([*EDGES, NOW - chance.randrange(-10, 150) * timedelta(hours=12)])
    return edge + chance.choice([-SECOND, 0 * SECOND, 0 * SECOND, SECOND])


SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
EDGES = (
    NOW,
    *(NOW - days * DAY for days in (1, 2, 7, 14, 28, 30, 60, 90)),
    *(NOW - timedelta(hours=hours) for hours in (1, 24, 36)),
    datetime(2026, 2, 28),
    datetime(2026, 1, 28),
    datetime(2026, 1, 31),
    datetime(2026, 3, 29, 2, 30),  # an hour that clocks in Berlin skipped
    datetime(2026, 3, 29),
    datetime(2026, 3, 1),
    datetime(2026, 4, 1),
)
