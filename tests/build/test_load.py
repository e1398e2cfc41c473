"""Few literal rows in, exact rows out."""

import json
from datetime import date, datetime

import pytest

from strata.build import load, read_project
from strata.errors import LoadError, ProjectError

USERS = '[users]\nfile = "users.csv"\nid = "id"\n'
EVENTS = '[[events]]\nfile = "events.csv"\nuser = "user"\nname = "event"\nat = "at"\n'
NPS = '[[responses]]\nfile = "answers.csv"\nuser = "user"\nsurvey = "nps"\nscore = "score"\n'


def test_load_orders_users_by_joining_then_key(loaded):
    it = loaded(USERS + 'joined_at = "joined"\n', users_csv="id,joined\nd,\nc,2024-02-01\nb,2024-01-01\na,2024-02-01\n")
    assert it.rows("select user_id, user_key from users") == [(0, "b"), (1, "a"), (2, "c"), (3, "d")]


def test_load_keeps_users_once_and_rejects_those_without_id(loaded):
    it = loaded(USERS, users_csv="id,plan\n1,a\n1,b\n ,c\n2,\n")
    assert it.rows("select user_key, plan from users") == [("1", "a"), ("2", None)]
    assert it.issues() == {("rejected", "duplicate user id"): 1, ("rejected", "missing user id"): 1}
    assert it.rows("select row_number, column_name, value, reason from load_rejects") == [
        (2, "id", "1", "duplicate user id"),
        (3, "id", None, "missing user id"),
    ]
    assert it.rows("from load_files") == [("users", "users.csv", 4, 2, 2)]


def test_load_makes_accounts_of_the_users_own(loaded):
    it = loaded(USERS + 'account = "firm"\n', users_csv="id,firm\n1,Z\n2,A\n3,\n4,Z\n")
    assert it.rows("from accounts") == [(0, "A", None), (1, "Z", None)]
    assert it.rows("select user_key, account_id from users") == [("1", 1), ("2", 0), ("3", None), ("4", 1)]


def test_load_keeps_users_of_unknown_accounts_without_one(loaded):
    toml = USERS + 'account = "firm"\n[accounts]\nfile = "firms.csv"\nid = "id"\nname = "name"\n'
    it = loaded(toml, users_csv="id,firm,size\n1,A,x\n2,B,y\n", firms_csv="id,name,size\nA,Acme,9\nA,Again,8\n")
    assert it.rows("from accounts") == [(0, "A", "Acme", 9.0)]
    assert it.rows("select user_key, account_id, size from users") == [("1", 0, "x"), ("2", None, "y")]
    assert it.rows("select name, owner, label from attributes") == [
        ("size", "user", "size"),
        ("account_size", "account", "size"),
    ]
    assert it.issues() == {("kept", "unknown account"): 1, ("rejected", "duplicate account id"): 1}


def test_load_checks_events(loaded):
    it = loaded(
        USERS + 'joined_at = "joined"\n' + EVENTS + 'id = "id"\n',
        users_csv="id,joined\n1,2024-01-01\n",
        events_csv=(
            "id,user,event,at\n1,1,save,2024-01-02 10:00\n1,1,login,2023-12-31\n2,,login,2024-01-02\n"
            "3,9,login,2024-01-02\n4,1, ,2024-01-02\n5,1,login,\n6,1,login,soon\n7,1,login,2030-01-01\n"
        ),
    )
    assert it.rows("from events") == [
        ("login", 0, datetime(2023, 12, 31), None),
        ("login", 0, datetime(2030, 1, 1), None),
        ("save", 0, datetime(2024, 1, 2, 10), None),
    ]
    assert it.issues() == {
        ("rejected", "missing user id"): 1,
        ("rejected", "unknown user"): 1,
        ("rejected", "missing event name"): 1,
        ("rejected", "missing date"): 1,
        ("rejected", "unreadable date"): 1,
        ("kept", "date before the user joined"): 1,
        ("kept", "date in the future"): 1,
        ("kept", "repeated id"): 1,
    }
    assert it.rows("select value from meta where key = 'as_of'") == [("2024-01-02",)]


def test_load_rolls_events_up_in_the_projects_time_zone(loaded):
    toml = '[project]\ntimezone = "Europe/Berlin"\n' + USERS + EVENTS + 'session = "session"\n'
    it = loaded(
        toml,
        users_csv="id\n1\n2\n",
        events_csv=(
            "user,event,at,session\n1,login,2024-01-07T23:30:00Z,s\n1,save,2024-01-08 23:30,s\n"
            "1,save,2024-01-07 12:00,\n2,login,2024-01-08T00:30:00+02:00,t\n"
        ),
    )
    assert it.rows("from user_day") == [
        (0, date(2024, 1, 7), 1, 0),
        (0, date(2024, 1, 8), 2, 1),
        (1, date(2024, 1, 7), 1, 1),
    ]
    assert it.rows("from user_week") == [
        (0, date(2024, 1, 1), 1, 1),
        (1, date(2024, 1, 1), 1, 1),
        (0, date(2024, 1, 8), 2, 1),
    ]
    assert it.rows("select user_id, first_seen, last_seen from users order by user_id")[1] == (
        1,
        datetime(2024, 1, 7, 23, 30),
        datetime(2024, 1, 7, 23, 30),
    )


def test_load_joins_events_of_several_blocks_and_types_their_properties(loaded):
    more = (
        '[[events]]\nfile = "more.csv"\nuser = "user"\nevent = "report"\nat = "at"\nproperties = ["kind", "n", "ts"]\n'
    )
    it = loaded(
        USERS + EVENTS + 'properties = ["n"]\n' + more,
        users_csv="id\n1\n",
        events_csv="user,event,at,n\n1,login,2024-01-01,1.5\n1,login,2024-01-02,\n",
        more_csv="user,at,kind,n,ts\n1,2024-01-01,007,2,x\n1,2024-01-02,,,\n",
    )
    assert it.rows("select event_name, n, kind, ts_value from events") == [
        ("login", 1.5, None, None),
        ("login", None, None, None),
        ("report", 2.0, "007", "x"),
        ("report", None, None, None),
    ]


def test_load_rejects_scores_off_the_scale_with_the_remedy(loaded):
    it = loaded(
        USERS + NPS + 'missing = ["99"]\n',
        users_csv="id\n1\n",
        answers_csv="user,score\n1,10\n1,11\n1,-1\n1,7.5\n1,great\n1,\n1,99\n9,5\n1,0\n1,8.0\n",
    )
    assert it.rows("select survey, user_id, ts, score, row_number from responses") == [
        ("nps", 0, None, 10, 1),
        ("nps", 0, None, 0, 9),
        ("nps", 0, None, 8, 10),
    ]
    assert it.issues() == {
        ("rejected", "off the NPS scale"): 3,
        ("rejected", "score is not a number"): 1,
        ("rejected", "unknown user"): 1,
        ("kept", "blank NPS score"): 2,
    }
    said = {issue.reason: issue.remedy for issue in it.report.issues}
    assert said["off the NPS scale"] == (
        "score = 11 in row 2: NPS answers run from 0 to 10; map 11 to 'missing' in the project file"
    )


def test_load_checks_csat_on_its_own_scale_and_keeps_comments_as_they_are(loaded):
    csat = '[[responses]]\nfile = "answers.csv"\nuser = "user"\nsurvey = "csat"\nscore = "csat"\ncomment = "text"\n'
    it = loaded(
        USERS + csat + 'at = "at"\nproperties = ["touchpoint"]\n',
        users_csv="id\n1\n",
        answers_csv='user,csat,at,text,touchpoint\n1,0,,,\n1,5,2024-01-02,"=1+1 <b>",chat\n1,1,,None,\n1,3,later,,\n',
    )
    assert it.rows("select score, ts, comment, touchpoint from responses") == [
        (5, datetime(2024, 1, 2), "=1+1 <b>", "chat"),
        (1, None, "None", None),
    ]
    assert it.issues() == {("rejected", "off the CSAT scale"): 1, ("rejected", "unreadable date"): 1}


def test_load_tickets_subscriptions_changes_and_assignments(loaded):
    toml = USERS + 'account = "firm"\n'
    toml += (
        '[[tickets]]\nfile = "t.csv"\nid = "id"\nuser = "user"\naccount = "firm"\nopened_at = "at"\nclosed_at = "end"\n'
    )
    toml += '[[subscriptions]]\nfile = "s.csv"\nid = "id"\naccount = "firm"\nstarted_at = "at"\nmrr = "mrr"\n'
    toml += 'ended_at = "end"\nrenewal_at = "next"\nproperties = ["plan"]\n'
    toml += '[[subscription_changes]]\nfile = "c.csv"\naccount = "firm"\nat = "at"\nchange = "what"\n'
    toml += '[[assignments]]\nfile = "a.csv"\nuser = "user"\nexperiment = "test"\nvariant = "arm"\n'
    it = loaded(
        toml,
        users_csv="id,firm\n1,A\n",
        t_csv="id,user,firm,at,end\n1,1,,2024-01-01,2024-01-02\n2,,A,2024-01-02,?\n3,9,,2024-01-01,\n4,,B,2024-01-01,\n"
        "5,,,2024-01-01,\n6,1,B,2024-01-03,\n,1,,2024-01-01,\n8,1,,,\n",
        s_csv='id,firm,at,end,mrr,next,plan\n1,A,2024-01-01,?,10.5,?,Pro\n2,A,2024-02-01,,"1,000",,\n3,B,2024-01-01,,1,,\n',
        c_csv="firm,at,what\nA,2024-01-01,churn\nA,2024-01-01,\nB,2024-01-01,churn\n,2024-01-01,churn\nA,,churn\n",
        a_csv="user,test,arm\n1,t,B\n1,t,\n1,,A\n9,t,A\n",
    )
    assert it.rows("from tickets") == [
        ("1", 0, 0, datetime(2024, 1, 1), datetime(2024, 1, 2)),
        ("2", None, 0, datetime(2024, 1, 2), None),
        ("6", 0, 0, datetime(2024, 1, 3), None),
    ]
    assert it.rows("from subscriptions") == [
        ("1", 0, datetime(2024, 1, 1), None, None, 10.5, None, "Pro"),
        ("2", 0, datetime(2024, 2, 1), None, None, None, None, None),
    ]
    assert it.rows("from subscription_changes") == [(0, datetime(2024, 1, 1), "churn")]
    assert it.rows("from assignments") == [(0, "t", "B", None)]
    assert it.rows("select sum(rows_read), sum(rows_kept), sum(rows_rejected) from load_files") == [(21, 8, 13)]
    assert it.issues()["kept", "unreadable number"] == 1


def test_load_answers_queries_over_the_named_files_and_no_others(loaded):
    files = '[files]\npeople = "users.csv"\nlog = "events.csv"\n'
    users = "[users]\nquery = \"select id, 'x' as tag from people where id <> '2' -- all but one\"\nid = \"id\"\n"
    events = '[[events]]\nquery = "select * from log"\nuser = "user"\nname = "event"\nat = "at"\n'
    it = loaded(
        files + users + events, users_csv="id\n1\n2\n", events_csv="user,event,at\n1,login,2024-01-01\n1,login\n"
    )
    assert it.rows("select user_key, tag from users") == [("1", "x")]
    assert it.rows("from load_files") == [
        ("people", "users.csv", 2, 2, 0),
        ("log", "events.csv", 2, 1, 1),
        ("users", "query", 1, 1, 0),
        ("events", "query", 1, 1, 0),
    ]
    assert it.issues() == {("rejected", "wrong number of fields"): 1}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("select nothing from people", "does not run: Binder Error"),
        ("select 1; select 2", "must be one select statement"),
        ("drop table people", "must be one select statement"),
        ("select * from read_csv('/etc/passwd')", "does not run: Permission Error"),
    ],
)
def test_load_refuses_other_queries(loaded, query, said):
    with pytest.raises(ProjectError, match=said):
        loaded(f'[files]\npeople = "users.csv"\n[users]\nquery = "{query}"\nid = "id"\n', users_csv="id\n1\n")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (USERS.replace('"id"', '"ID no"'), "'ID no' in .users. is no column of users.csv"),
        (
            USERS + '[users.attributes.role]\ncolumn = "Rool"\n',
            "'Rool' in .users.attributes.role. .* did you mean 'Role'",
        ),
        ('[project]\npersona = "roles"\n' + USERS, "persona = 'roles' .* did you mean 'role'"),
        (USERS + EVENTS.replace("events.csv", "users.csv"), "'user' in ..events.. is no column of users.csv"),
    ],
)
def test_load_names_columns_that_are_not_there(loaded, toml, said):
    with pytest.raises(ProjectError, match=said):
        loaded(toml, users_csv="id,Role\n1,x\n")


def test_load_without_any_user(loaded):
    with pytest.raises(LoadError, match="no user is left to load"):
        loaded(USERS, users_csv="id,plan\n,x\n")


def test_load_needs_a_clock_with_a_zone(written, tmp_path):
    project = read_project(written(USERS, users_csv="id\n1\n"))
    with pytest.raises(ValueError, match="time zone"):
        load(project, tmp_path / "warehouse", now=datetime(2024, 1, 1))


def test_load_writes_every_table_and_what_it_is(loaded):
    it = loaded('[project]\nname = "Small"\nas_of = 2024-05-06\n' + USERS, users_csv="id\n1\n")
    assert {name for (name,) in it.rows("select table_name from duckdb_tables()")} == set(
        "users accounts events user_day user_week responses tickets subscriptions subscription_changes assignments "
        "attributes attribute_values load_files load_issues load_rejects load_sources load_steps "
        "load_tables load_dates meta user_ever user_last_7 user_last_30 user_last_90 user_last_180 user_last_365 "
        "user_returns".split()
    )
    meta = dict(it.rows("from meta"))
    assert meta["version"] == it.report.version
    assert meta | {"version": ""} == {
        "name": "Small",
        "version": "",
        "loaded_at": "2026-10-01T12:00:00+00:00",
        "timezone": "UTC",
        "as_of": "2024-05-06",
        "persona": None,
        "n_users": "1",
        "n_accounts": "0",
        "n_events": "0",
        "n_responses": "0",
        "schema_version": "1",
        "usual": "user_ever user_last_90 user_last_30 user_last_365 user_last_7 user_last_180 user_returns",
    }


def test_load_report_is_json(loaded):
    it = loaded(USERS, users_csv="id\n1\n\n")
    said = json.loads(json.dumps(it.report.as_json()))
    assert said["tables"] == [
        {"table": "users", "file": "users.csv", "rows_read": 1, "rows_kept": 1, "rows_rejected": 0}
    ]
    assert said["issues"][0]["reason"] == "blank lines skipped"


def test_load_as_of_without_dates_is_the_day_of_the_load(loaded):
    it = loaded(USERS, users_csv="id\n1\n")
    assert it.rows("select value from meta where key = 'as_of'") == [("2026-10-01",)]


def test_load_rejects_an_event_with_the_name_of_all_events(loaded):
    """Conditions say * for any event, so that nobody could ask for this one alone."""
    events = "[[events]]\nfile = 'events.csv'\nuser = 'user'\nname = 'event'\nat = 'at'\n"
    it = loaded(USERS + events, users_csv="id\n1\n", events_csv="user,event,at\n1,*,2026-01-01\n1,a,2026-01-01\n")
    assert it.rows("select event_name from events") == [("a",)]
    (issue,) = it.report.issues
    assert issue.remedy == "name = * in row 1: * stands for any event; give it another name with query ="
