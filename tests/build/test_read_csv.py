"""Delimited text as it comes: every record becomes a row or a fault, never nothing."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from strata.build.dialect import sniff
from strata.build.raw import Raw, Sink
from strata.build.read_csv import _read_carefully, _read_regular, read_csv
from strata.errors import LoadError


def read(tmp_path, content: str | bytes, name: str = "file.csv") -> tuple[Raw, list[tuple]]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with duckdb.connect() as connection:
        raw = read_csv(Sink(connection, "raw"), path)
        return raw, connection.execute("from raw order by strata_row").fetchall()


def faults(raw: Raw) -> list[tuple[int, str]]:
    return [(fault.row_number, fault.reason) for fault in raw.faults]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,x\n2,\n",
        "a,b\r\n1,x\r\n2,\r\n",
        "a,b\r1,x\r2,\r",
        "a;b\n1;x\n2;\n",
        "a\tb\n1\tx\n2\t\n",
        "a|b\n1|x\n2|",
        "\ufeffa,b\n1,x\n2,\n",
        '"a","b"\n"1","x"\n2,""\n',
        " a , b \n1,x\n2,\n",
        "\n\na,b\n1,x\n\n2,\n",
        "a,b\n1,x\0\n2,\n",
    ],
)
def test_read_csv_reads_the_same_table_however_it_is_written(tmp_path, content):
    raw, rows = read(tmp_path, content)
    assert raw.columns == ("a", "b")
    assert [(number, a, b or None) for number, a, b in rows] == [(1, "1", "x"), (2, "2", None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_read_csv_finds_the_encoding(tmp_path, encoding):
    raw, rows = read(tmp_path, "name,town\nJosé,Zürich and its surroundings\n".encode(encoding))
    assert rows == [(1, "José", "Zürich and its surroundings")]
    assert [note.reason for note in raw.notes] == (["encoding guessed"] if encoding in ("cp1252", "latin-1") else [])


def test_read_csv_rejects_rows_of_another_width_and_counts_on(tmp_path):
    raw, rows = read(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n7,8,9\n")
    assert rows == [(1, "1", "2", "3"), (4, "7", "8", "9")]
    assert faults(raw) == [(2, "wrong number of fields"), (3, "wrong number of fields")]


def test_read_csv_rejects_a_row_with_one_empty_field_too_many(tmp_path):
    raw, rows = read(tmp_path, "first,score,comment\nSmith, John,9,\nDoe,8,fine\n")
    assert rows == [(2, "Doe", "8", "fine")]
    assert faults(raw) == [(1, "wrong number of fields")]


def test_read_csv_rejects_an_open_quote_and_no_row_after_it(tmp_path):
    raw, rows = read(tmp_path, 'a,b,c\n1,2,3\n4,"5,6\n7,8,9\n10,11,12\n')
    assert [row[0] for row in rows] == [1, 3, 4]
    assert faults(raw) == [(2, "quote not closed")]


def test_read_csv_notices_a_quote_that_swallows_rows_up_to_the_next_one(tmp_path):
    raw, rows = read(tmp_path, 'a,b,c\n4,5,"6\n7,8,9\n10,11,12\n13,14,15"\n16,17,18\n')
    assert faults(raw) == [(1, "quote not closed")]
    assert [row[1] for row in rows] == ["7", "10", "13", "16"]


def test_read_csv_keeps_texts_of_several_lines(tmp_path):
    raw, rows = read(tmp_path, 'id,text\n1,"first\nsecond, really\nthird"\n2,"say ""hi"""\n')
    assert rows == [(1, "1", "first\nsecond, really\nthird"), (2, "2", 'say "hi"')]
    assert faults(raw) == []


def test_read_csv_understands_backslashes_before_quotes(tmp_path):
    _, rows = read(tmp_path, 'id,text\n1,"say \\"hi\\", please"\n2,"x"\n')
    assert rows[0] == (1, "1", 'say "hi", please')


def test_read_csv_understands_blanks_before_quotes(tmp_path):
    _, rows = read(tmp_path, 'id, text, n\n1, "6,000", 3\n2, "x", 4\n')
    assert rows == [(1, "1", "6,000", "3"), (2, "2", "x", "4")]


def test_read_csv_takes_long_texts(tmp_path):
    raw, rows = read(tmp_path, f'id,text\n\n1,"{"x" * 200_000}"\n')
    assert [len(row[2]) for row in rows] == [200_000]
    assert faults(raw) == []


def test_read_csv_finds_the_rows_under_many_blank_lines(tmp_path):
    assert read(tmp_path, "\n" * 999 + "a;b\n1;x\n")[1] == [(1, "1", "x")]


def test_read_csv_header_alone(tmp_path):
    raw, rows = read(tmp_path, "a,b\n")
    assert (raw.columns, raw.n_rows, rows) == (("a", "b"), 0, [])


def test_read_csv_tells_equal_headers_apart(tmp_path):
    raw, _ = read(tmp_path, "a,A,,strata_row\n1,2,3,4\n")
    assert raw.columns == ("a", "A_2", "column_3", "strata_row_2")


@pytest.mark.parametrize("content", ["", "\n", "   \n\n", "\ufeff", "\ufeff\n", "\n" * 99_999])
def test_read_csv_empty_file(tmp_path, content):
    with pytest.raises(LoadError, match=r"file\.csv is empty: it needs a header row"):
        read(tmp_path, content)


def test_read_csv_header_with_an_open_quote(tmp_path):
    with pytest.raises(LoadError, match="no readable header row"):
        read(tmp_path, '"a,b\n1,2\n')


def test_read_csv_refuses_archives_in_disguise(tmp_path):
    with pytest.raises(LoadError, match="zip or Excel file, not text"):
        read(tmp_path, b"PK\x03\x04rest")


def test_read_csv_blank_lines_and_nul_bytes_are_noted(tmp_path):
    raw, _ = read(tmp_path, "a,b\n\n1,x\0\n")
    assert {note.reason: note.value for note in raw.notes} == {"blank lines skipped": "1", "NUL bytes removed": "1"}


CELLS = st.text(st.sampled_from('ab ,;"\n\r\t|é'), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6))
def test_both_ways_of_reading_agree(tmp_path, records):
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in record) for record in [["k", "v"], *records]]
    path = tmp_path / "file.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    dialect = sniff(path)
    with duckdb.connect() as connection:
        _read_carefully(Sink(connection, "slow"), path, dialect)
        slow = connection.execute("from slow").fetchall()
        if _read_regular(Sink(connection, "fast"), path, dialect):
            fast = connection.execute("from fast").fetchall()
            assert [[cell or "" for cell in row[1:]] for row in fast] == [list(row[1:]) for row in slow]
