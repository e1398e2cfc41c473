"""Columns and files of a source may be called what the loader's own are."""

from datetime import datetime

import pytest

USERS = '[users]\nfile = "users.csv"\nid = "id"\n'
WORDS = (
    "joined internal nth number moment opened closed started ended renewal day week value n_users n column_name "
    "cell one why place candidates rowid key name ts seen user_id account_id is_known checked users events"
).split()
TABLES = {
    "events": 'user = "u"\nevent = "login"\nat = "t"\n',
    "responses": 'user = "u"\nsurvey = "nps"\nscore = "s"\nat = "t"\n',
    "tickets": 'id = "u"\nuser = "u"\nopened_at = "t"\n',
    "subscriptions": 'id = "u"\naccount = "u"\nstarted_at = "t"\n',
    "subscription_changes": 'account = "u"\nat = "t"\nchange = "s"\n',
    "assignments": 'user = "u"\nexperiment = "s"\nvariant = "s"\n',
}


@pytest.mark.parametrize("table", TABLES)
def test_load_carries_properties_of_any_name(loaded, table):
    toml = USERS + 'account = "id"\n' + f'[[{table}]]\nfile = "rows.csv"\n{TABLES[table]}properties = {WORDS}\n'
    cells = [f"x{place}" for place in range(len(WORDS))]
    rows = f"u,t,s,{','.join(WORDS)}\n1,2024-01-02,7,{','.join(cells)}\n"
    it = loaded(toml, users_csv="id\n1\n", rows_csv=rows)
    [row] = it.rows(f"from {table}")
    assert list(row[-len(WORDS) :]) == cells


def test_load_takes_attributes_of_any_name(loaded):
    toml = USERS + 'joined_at = "at"\n[users.attributes."~Joined"]\ncolumn = "day"\n'
    toml += '[users.attributes.FILE]\ncolumn = "week"\n[accounts]\nfile = "firms.csv"\nid = "no"\n'
    rows = f"id,at,{','.join(WORDS)}\n1,2024-01-02,{','.join('xyz'[place % 3] for place in range(len(WORDS)))}\n"
    it = loaded(toml, users_csv=rows, firms_csv=f"no,{','.join(WORDS)}\n1,{','.join(WORDS)}\n")
    assert it.rows("select joined_at, nth, joined from users") == [(datetime(2024, 1, 2), "z", "x")]
    assert it.rows("select account_nth, account_joined from accounts") == [("nth", "joined")]
    assert it.rows("select count(*) from attributes") == [(2 * len(WORDS),)]
    assert it.rows("select count(*) from attribute_values") == [(2 * len(WORDS),)]


@pytest.mark.parametrize(
    "alias", "users accounts events responses meta raw_0 raw_1 raw_query_0 findings answer".split()
)
def test_load_takes_files_of_any_alias(loaded, alias):
    toml = f'[files]\nother = "other.csv"\n{alias} = "users.csv"\n'
    toml += f'[users]\nquery = "select u.* from {alias} as u join other using (id)"\nid = "id"\naccount = "firm"\n'
    toml += f'[accounts]\nquery = "select firm from {alias} where is_active = \'1\'"\nid = "firm"\n'
    it = loaded(toml, users_csv="id,firm,is_active\n1,A,1\n2,B,0\n", other_csv="id\n1\n2\n")
    assert it.rows("select user_key, account_id from users") == [("1", 0), ("2", None)]
    assert it.rows("select account_key from accounts") == [("A",)]
    assert dict(it.rows("select key, value from meta where key like 'n\\_%' escape '\\'")) == {
        "n_users": "2",
        "n_accounts": "1",
        "n_events": "0",
        "n_responses": "0",
    }


def test_load_keeps_a_score_beside_a_column_called_number(loaded):
    toml = USERS + '[[responses]]\nfile = "a.csv"\nuser = "u"\nsurvey = "nps"\nscore = "s"\nproperties = ["number"]\n'
    it = loaded(toml, users_csv="id\n1\n", a_csv="u,s,number\n1,9,2\n")
    assert it.rows("select score, number from responses") == [(9, 2.0)]
