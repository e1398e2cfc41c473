"""The sources of the sample company: same seed same bytes, right shapes, faults exactly as declared."""

import tomllib
from datetime import timedelta
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyarrow import parquet

from data.sample import PROJECT_FILE, generate, read_effects
from data.sample.people import ROLES

EFFECTS = read_effects()
SMALL = 60


def texts(column):
    return np.array(column.cast(pa.string()).to_pylist(), object)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("brightsmile")
    generate(made, n_accounts=SMALL, report=lambda line: None)
    return made


def test_generate_writes_the_same_bytes_for_the_same_seed(folder, tmp_path):
    generate(tmp_path, n_accounts=SMALL, report=lambda line: None)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        file.name: file.read_bytes() for file in folder.iterdir()
    }


def test_generate_draws_anew_for_another_seed(folder, tmp_path):
    generate(tmp_path, n_accounts=SMALL, seed=8, report=lambda line: None)
    assert (tmp_path / "nps.csv").read_bytes() != (folder / "nps.csv").read_bytes()


def test_generate_reports_each_file_it_wrote(tmp_path):
    lines: list[str] = []
    generate(tmp_path, n_accounts=SMALL, report=lines.append)
    assert {line.split(":")[0] for line in lines} == {file.name for file in tmp_path.iterdir()}
    assert f"accounts.csv: {SMALL} rows" in lines


def test_project_file_names_files_and_columns_that_exist(folder):
    project = tomllib.loads(PROJECT_FILE.read_text("utf-8"))
    tables = chain.from_iterable(part if isinstance(part, list) else [part] for part in project.values())
    sources = [table for table in tables if "file" in table]
    assert {source["file"] for source in sources} == {file.name for file in folder.iterdir()}
    for source in sources:
        attributes = [attribute["column"] for attribute in source.get("attributes", {}).values()]
        columns = [v for k, v in source.items() if k not in {"file", "survey", "attributes", "properties"}]
        assert {*columns, *attributes, *source.get("properties", [])} <= header(folder / source["file"])


def header(file):
    if file.suffix == ".parquet":
        return set(parquet.read_schema(file).names)
    return set(file.read_text("utf-8").split("\n", 1)[0].replace('"', "").split(","))


def test_people_keep_their_proportions_at_any_size(sample):
    n_users = sample.tables["users.csv"].num_rows - EFFECTS.blemishes.repeated_users
    assert n_users == pytest.approx(300 * 20_000 / 1_200, abs=2)
    assert set(sample.columns["role"]) - {None} == set(ROLES)
    sizes = np.bincount(sample.columns["account_row"])[:-1]
    assert sizes.min() >= 1
    assert sizes[0] == pytest.approx(0.07 * n_users, rel=0.02)
    assert sizes[0] > 1.9 * np.sort(sizes)[-2]


def test_events_are_of_forty_kinds_within_the_window(sample):
    events = sample.tables["events.parquet"]
    assert len(pc.unique(events["event"])) == 40
    at = events["at"].to_numpy()
    assert at.min() >= np.datetime64(EFFECTS.window.first_day)
    assert at.max() < np.datetime64(EFFECTS.window.last_day + timedelta(days=1))
    assert 60 < events.num_rows / sample.tables["users.csv"].num_rows < 95


def test_events_follow_the_week_and_the_heavy_users(sample):
    events = sample.tables["events.parquet"]
    weekday = (events["at"].to_numpy().astype("datetime64[D]").astype(int) + 3) % 7
    assert 0.01 < (weekday >= 5).mean() < 0.08
    per_user = np.sort(np.bincount(events["user_id"].combine_chunks().indices.to_numpy()))
    assert per_user[-len(per_user) // 10 :].sum() > 0.3 * per_user.sum()


def test_event_properties_belong_to_their_events(sample):
    events = sample.tables["events.parquet"]
    names = texts(events["event"])
    assert set(names[events["report_type"].is_valid().to_numpy()]) == {"report_exported"}
    assert set(names[events["minutes"].is_valid().to_numpy()]) == {"appointment_booked"}


@pytest.mark.parametrize(("survey", "low", "high"), [("nps", 0, 10), ("csat", 1, 5)])
def test_scores_use_the_whole_scale(sample, survey, low, high):
    score = sample.tables[f"{survey}.csv"]["score"].to_numpy()
    assert set(range(low, high + 1)) <= set(score.tolist())
    assert set(score.tolist()) - set(range(low, high + 1)) <= {11}


def test_answers_repeat_by_wave_and_assistants_answer_less(sample):
    answers = sample.tables["nps.csv"].group_by(["user_id", "wave"]).aggregate([([], "count_all")])
    assert (answers["count_all"].to_numpy() > 1).sum() <= EFFECTS.blemishes.nps_scores_of_eleven
    assert len(pc.unique(answers["wave"])) == 4
    assert answers.num_rows > 1.2 * len(pc.unique(answers["user_id"]))
    has_answered = np.isin(sample.columns["user_id"], texts(answers["user_id"]))
    is_assistant = sample.columns["role"] == "assistant"
    assert has_answered[is_assistant].mean() < 0.75 * has_answered[~is_assistant].mean()


@pytest.mark.parametrize(
    ("name", "column"),
    [("events.parquet", "at"), ("nps.csv", "answered_at"), ("csat.csv", "answered_at"), ("tickets.csv", "opened_at")],
)
def test_nothing_happens_outside_the_window_or_before_joining(sample, name, column):
    table = sample.tables[name]
    at = texts(table[column])
    readable = np.array([text[:2] == "20" and text[5:7] != "13" for text in at])
    row = np.array([sample.row_of.get(key, -1) for key in texts(table["user_id"])])
    kept = readable & (row >= 0)
    joined = np.array([str(moment) for moment in sample.columns["joined_at"]], object)
    assert (at[kept] >= np.maximum(joined[row[kept]], str(EFFECTS.window.first_day))).all()
    assert at[kept].max() < str(EFFECTS.window.last_day + timedelta(days=1))


def test_blemishes_are_as_many_as_declared(sample):
    blemishes, nps = EFFECTS.blemishes, sample.tables["nps.csv"]
    assert (nps["score"].to_numpy() == 11).sum() == blemishes.nps_scores_of_eleven
    assert sum(key not in sample.row_of for key in nps["user_id"].to_pylist()) == blemishes.nps_unknown_users
    assert sample.tables["users.csv"].num_rows - len(sample.row_of) == blemishes.repeated_users
    legal = r"^20\d\d-(0\d|1[0-2])-\d\d \d\d:\d\d:\d\d$"
    unreadable = pc.invert(pc.match_substring_regex(sample.tables["csat.csv"]["answered_at"], legal))
    assert pc.sum(unreadable).as_py() == blemishes.csat_unreadable_dates
    assert all(set(texts(sample.tables[f"{survey}.csv"]["score"])) != {None} for survey in ("nps", "csat"))


def test_comments_are_varied_and_keep_odd_texts(sample):
    comments = sample.tables["nps.csv"]["comment"].drop_null().to_pylist()
    assert 0.4 < len(comments) / sample.tables["nps.csv"].num_rows < 0.7
    assert len(set(comments)) > 0.25 * len(comments)
    odd = [
        text
        for text in comments
        if text.startswith(("=", "+1 from", "-10 for", "@", "<")) or "5 < 7" in text or "Works &" in text
    ]
    assert EFFECTS.blemishes.odd_comments <= len(odd) <= EFFECTS.blemishes.odd_comments + 8


def test_subscriptions_end_in_the_plan_the_account_shows(sample):
    subscriptions, accounts = sample.tables["subscriptions.csv"], sample.tables["accounts.csv"]
    latest = dict(zip(subscriptions["account_id"].to_pylist(), subscriptions["plan"].to_pylist(), strict=True))
    assert latest == dict(zip(accounts["account_id"].to_pylist(), accounts["plan"].to_pylist(), strict=True))
    ended = subscriptions.filter(subscriptions["ended_at"].is_valid())
    assert pc.all(pc.greater(ended["ended_at"], ended["started_at"])).as_py()
    n_running = subscriptions.num_rows - ended.num_rows
    assert n_running == accounts["account_status"].to_pylist().count("active")


def test_tickets_close_after_they_open(sample):
    tickets = sample.tables["tickets.csv"]
    closed = tickets.filter(tickets["closed_at"].is_valid())
    assert pc.all(pc.greater_equal(closed["closed_at"], closed["opened_at"])).as_py()
    assert 0 < tickets.num_rows - closed.num_rows < 0.02 * tickets.num_rows
