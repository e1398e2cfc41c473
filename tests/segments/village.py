"""Six users whose every membership can be worked out by hand; the data end with 30 March 2026."""

from pathlib import Path

from tests.segments.town import PROJECT, Row, write_project

SOURCES = {
    "users": """
        id,account,joined,internal,role,team_size,newsletter,trial_end
        ann,a1,2026-01-01 10:00:00,no,Dentist,4,yes,2026-03-30
        bob,a1,2026-03-25,no,dentist,2.5,no,2026-03-31
        cid,a2,,no,,,,
        dan,a2,2026-03-01,yes,O'Hara,0,yes,2026-03-29
        eve,,2026-03-24,no,100%_,9,no,2026-04-02
        fay,a3,2026-02-01,no,nurse,4,no,2026-01-15
        """,
    "accounts": """
        id,name,region,seats
        a1,Oak,West,20
        a2,Elm,,5
        a3,Ash,East,
        a4,Nobody,West,1
        """,
    "events": """
        user,event,at,session,pages,format,group
        ann,login,2026-03-30 23:59:59,,2,pdf,
        ann,login,2026-03-24 00:00:00,,,png,
        ann,export,2026-03-25 00:00:00,,10,pdf,
        ann,export,2026-03-25 09:00:00,,5,,
        bob,login,2026-03-23 23:59:59,,1,,
        bob,export,2026-03-30 23:59:59,,,,
        cid,login,2026-02-28 00:00:00,,3,pdf,
        dan,login,2026-03-31 00:00:00,,4,,
        eve,export,2026-01-31 12:00:00,,7,,
        eve,login,2026-01-31 12:00:00,,1,,
        """,
    "answers": """
        user,survey,score,at,comment
        ann,nps,9,2026-03-01,
        ann,nps,3,,
        bob,nps,7,2026-03-10 08:00:00,
        bob,nps,2,2026-03-10 08:00:00,Too SLOW
        cid,nps,10,,fine
        dan,nps,8,2026-03-30,
        fay,csat,5,2026-03-30,
        """,
    "tickets": """
        id,user,account,opened,closed
        t1,ann,,2026-03-30 10:00:00,
        t2,,a1,2026-03-01,2026-03-31
        t3,cid,a2,2026-03-10,2026-03-20
        t4,,a2,2026-04-01,
        """,
    "subscriptions": """
        id,account,started,ended,plan,renewal
        s1,a1,2025-01-01,,Growth,2026-03-31
        s2,a2,2025-01-01,2026-03-30 23:59:59,Growth,2026-04-10
        s3,a2,2026-03-31,,Starter,
        s4,a3,2026-03-01,2026-03-31,Starter,2026-04-30
        """,
    "changes": """
        account,at,change
        a1,2026-03-15,upgrade
        a2,2026-03-31,downgrade
        """,
}


def write_village(folder: Path) -> Path:
    """Writes the project file and its sources and returns the project file's path."""
    return write_project(folder, PROJECT, {name: _rows(text) for name, text in SOURCES.items()})


def _rows(text: str) -> list[Row]:
    header, *lines = (line.strip().split(",") for line in text.strip().splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]
