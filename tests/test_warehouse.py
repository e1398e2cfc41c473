import os
import shutil
import threading

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strata.errors import QueryCancelled, WarehouseError
from strata.warehouse import Leaf, Members, Query, Times, Warehouse, current_file, door, quoted
from strata.warehouse.often import times_each

EVERYONE = Query(
    "reports/cell_sums", names=(("cell", ("member", "mask")),), parts=(("metric", Query("metrics/everyone")),)
)


def test_open_says_that_nothing_was_loaded(tmp_path):
    with pytest.raises(WarehouseError, match="strata load"):
        Warehouse.open(tmp_path)


def test_open_says_that_the_file_is_gone(tmp_path):
    (tmp_path / "CURRENT").write_text("warehouse-1.duckdb")
    with pytest.raises(WarehouseError, match=r"warehouse-1\.duckdb', which is not there"):
        Warehouse.open(tmp_path)


@pytest.mark.parametrize("pointer", [b"\xff\xfe", b"../../etc/passwd", b"x" * 5000, b""])
def test_open_takes_only_its_own_files(tmp_path, pointer):
    (tmp_path / "CURRENT").write_bytes(pointer)
    with pytest.raises(WarehouseError, match="which is not there: load the data again"):
        Warehouse.open(tmp_path)


@pytest.mark.parametrize("content", [b"", b"no database at all", b"x" * 20_000])
def test_open_says_that_the_file_is_damaged(tmp_path, content):
    (tmp_path / "CURRENT").write_text("warehouse-1.duckdb")
    (tmp_path / "warehouse-1.duckdb").write_bytes(content)
    with pytest.raises(WarehouseError, match=r"warehouse-1\.duckdb .*load the data again"):
        Warehouse.open(tmp_path)


def test_open_notices_a_file_cut_short(tiny_folder, tmp_path):
    copy = shutil.copytree(tiny_folder, tmp_path / "cut")
    file = current_file(copy)
    os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(WarehouseError, match="load the data again"):
        Warehouse.open(copy).catalog  # noqa: B018  reading it is what fails


def test_catalog_names_what_is_loaded(tiny):
    catalog = tiny.catalog
    assert (catalog.n_users, catalog.n_internal, catalog.n_accounts) == (10, 1, 4)
    assert catalog.events == ("export", "login")
    assert catalog.surveys == ("csat", "nps")
    assert catalog.persona == "role"
    assert catalog.attribute("region").owner == "account"
    assert catalog.attribute("email").is_personal


def test_members_with_nobody_is_empty(tiny):
    assert tiny.members(Leaf("select user_id from users where user_id < $n", (("n", 0),))) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ids=st.sets(st.integers(0, 9)))
def test_members_and_flags_agree(tiny, ids):
    found = tiny.members(Leaf("select unnest($ids) as user_id", (("ids", tuple(sorted(ids))),))) if ids else 0
    assert {i for i, inside in enumerate(tiny.user_flags(found)) if inside} == ids
    assert tiny.user_set(tiny.user_flags(found)) == found


@given(pieces=st.lists(st.lists(st.integers(0, 9), max_size=300), max_size=4))
def test_times_each_counts_ids_in_any_order_and_in_pieces(pieces):
    found = times_each((np.array(piece, dtype=np.int32) for piece in pieces), 10)
    assert found.tolist() == [sum(piece.count(user) for piece in pieces) for user in range(10)]


def test_times_each_takes_the_smallest_type_that_holds_all():
    kinds = [times_each([np.zeros(n, dtype=np.int32)], 2).dtype for n in (0, 255, 256)]
    assert kinds == [np.uint8, np.uint8, np.uint16]


@given(least=st.integers(1, 5), most=st.none() | st.integers(1, 5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_members_selected_so_many_times_are_those_grouping_finds(tiny, least, most):
    leaf = Leaf("select user_id from events where ts < $until", (("until", "2026-06-20"),), Times(least, most))
    assert tiny.members(leaf) == tiny.members(Leaf(leaf.statement, leaf.params))


def test_members_asks_nothing_for_another_number_of_times(tiny):
    tiny.forget()
    once, often, never = (
        tiny.members(Leaf("select user_id from events", times=times)).bit_count()
        for times in (Times(1, 1), Times(2), Times(1000))
    )
    before = tiny.asked
    upper = tiny.members(Leaf("select user_id from events", times=Times(3))).bit_count()
    assert (tiny.asked, never) == (before, 0)
    assert once > 0
    assert often > upper > 0


def test_run_splits_users_by_mask(tiny):
    hygienists = tiny.members(Leaf("select user_id from users where role = 'hygienist'"))
    frame = tiny.run(EVERYONE, Members(tiny.population, (hygienists,)))
    assert frame.groupby("cell")["n"].sum().to_dict() == {0: 6, 1: 3}


def test_run_of_nobody_has_the_columns(tiny):
    frame = tiny.run(EVERYONE, Members(0, (0,)))
    assert frame.empty
    assert {"account_id", "cell", "n", "total"} <= set(frame.columns)


def test_run_forgets_old_member_tables(tiny):
    for i in range(door.KEPT_MEMBER_TABLES + 3):
        frame = tiny.run(EVERYONE, Members(tiny.population, (i + 1,)))
        assert frame["n"].sum() == 9


def test_run_refuses_too_many_segments(tiny):
    with pytest.raises(WarehouseError, match="at most 8"):
        tiny.run(EVERYONE, Members(tiny.population, (1,) * 9))


def test_run_answers_many_threads_alike(tiny):
    answers: list[pd.DataFrame] = []
    sets = [Members(tiny.population, (1 << i % 10,)) for i in range(40)]
    threads = [
        threading.Thread(target=lambda chosen=chosen: answers.append(tiny.run(EVERYONE, chosen))) for chosen in sets
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [int(answer["n"].sum()) for answer in answers] == [9] * 40


@pytest.mark.parametrize("times", [Times(), Times(2)])
@pytest.mark.parametrize("user", ["sum(a.range * b.range) % 3", "(a.range + b.range) % 3"])
def test_slow_query_is_stopped_with_a_sentence(tiny, monkeypatch, user, times):
    monkeypatch.setattr(door, "TIME_LIMIT", 0.05)
    with pytest.raises(QueryCancelled, match="was stopped"):
        tiny.members(Leaf(f"select ({user})::int as user_id from range(200000) a, range(200000) b", times=times))


def test_damage_found_while_rows_are_read_in_batches_is_told_in_a_sentence(tiny):
    leaf = Leaf("select case when range < 90000 then 1 else error('torn') end as user_id from range(100000)")
    with pytest.raises(WarehouseError, match=r"could not be read \(.*torn.*load the data again"):
        tiny.members(leaf._replace(times=Times(2)))


@pytest.mark.parametrize(
    "sql",
    ["select * from read_csv('/etc/passwd')", "copy users to 'out.csv'", "attach 'x.duckdb' as x", "drop table users"],
)
def test_nothing_but_reading_is_possible(tiny, sql):
    with pytest.raises(WarehouseError):
        tiny.members(Leaf(sql))


def test_quoted_keeps_an_identifier_an_identifier():
    assert quoted("users", 'a"; drop table users; --') == '"users"."a""; drop table users; --"'


def test_member_table_in_use_is_not_dropped(tiny):
    sets = [Members(tiny.population, (1 << i % 10, 1 << i % 7)) for i in range(3 * door.KEPT_MEMBER_TABLES)]
    failures: list[BaseException] = []

    def ask_all() -> None:
        try:
            for members in sets:
                tiny.forget()
                assert tiny.run(EVERYONE, members)["n"].sum() == 9
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
