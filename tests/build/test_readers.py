"""Files that are no delimited text."""

from datetime import UTC, datetime
from zipfile import ZipFile

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from strata.build.raw import Sink
from strata.build.readers import reader_of
from strata.errors import LoadError, ProjectError


def read(path):
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        raw = reader_of(path).read(Sink(connection, "raw"), path)
        return raw, connection.execute("from raw order by strata_row").fetchall()


def faults(raw):
    return [(fault.row_number, fault.reason) for fault in raw.faults]


def test_reader_of_unknown_suffix(tmp_path):
    with pytest.raises(ProjectError, match=r"notes.doc cannot be read: save it as one of .csv"):
        reader_of(tmp_path / "notes.doc")


def test_parquet_values_become_texts(tmp_path):
    moment = datetime(2024, 1, 2, 3, tzinfo=UTC)
    table = pa.table({"id ": [1, None], "at": [moment, None], "ok": [True, False], "x": [0.5, 2.0]})
    pq.write_table(table, tmp_path / "a.parquet")
    raw, rows = read(tmp_path / "a.parquet")
    assert raw.columns == ("id", "at", "ok", "x")
    assert rows == [(1, "1", "2024-01-02 03:00:00+00", "true", "0.5"), (2, None, None, "false", "2.0")]


def test_parquet_that_is_none(tmp_path):
    (tmp_path / "a.parquet").write_text("id\n1\n")
    with pytest.raises(LoadError, match=r"a\.parquet is no readable Parquet file"):
        read(tmp_path / "a.parquet")


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
@pytest.mark.parametrize("stem", ["u[1]", "u?", "u*"])
def test_file_is_the_one_of_that_very_name(tmp_path, suffix, stem):
    writers = {"csv": "id\n{0}\n", "jsonl": '{{"id": "{0}"}}\n'}
    for name in ("u1", stem):
        path = tmp_path / f"{name}.{suffix}"
        if suffix == "parquet":
            pq.write_table(pa.table({"id": [name]}), path)
        else:
            path.write_text(writers[suffix].format(name))
    assert read(tmp_path / f"{stem}.{suffix}")[1] == [(1, stem)]


def test_jsonl_keeps_digits_and_takes_keys_from_all_lines(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "007", "n": 1.50}\n\n{"id": 8, "ok": true, "tags": ["a"]}\n')
    raw, rows = read(tmp_path / "a.jsonl")
    assert raw.columns == ("id", "n", "ok", "tags")
    assert rows == [(1, "007", "1.50", None, None), (2, "8", None, "true", '["a"]')]


def test_jsonl_rejects_lines_that_are_no_object(tmp_path):
    (tmp_path / "a.ndjson").write_text('{"id": 1}\n[2]\n{"id": \n{"id": 4}\n')
    raw, rows = read(tmp_path / "a.ndjson")
    assert rows == [(1, "1"), (4, "4")]
    assert faults(raw) == [(2, "not a JSON object"), (3, "not a JSON object")]


@pytest.mark.parametrize(("content", "said"), [(b"", "holds no JSON objects"), (b'{"a": "\xff"}', "is not UTF-8")])
def test_jsonl_that_is_none(tmp_path, content, said):
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(LoadError, match=said):
        read(tmp_path / "a.jsonl")


@pytest.mark.parametrize("line", ['{"id": ' + "[" * 5000 + "]" * 5000 + "}", '{"id": "\\ud800"}', '{"\\udc00": 1}'])
def test_jsonl_rejects_lines_that_cannot_be_texts(tmp_path, line):
    (tmp_path / "a.jsonl").write_text(f'{{"id": 1}}\n{line}\n{{"id": "\\ud83d\\ude00"}}\n')
    raw, rows = read(tmp_path / "a.jsonl")
    assert rows == [(1, "1"), (3, "\U0001f600")]
    assert faults(raw) == [(2, "not a JSON object")]


def test_xlsx_reads_the_first_sheet_as_it_shows(tmp_path):
    book = openpyxl.Workbook()
    book.create_sheet("other")
    sheet = book.worksheets[0]
    sheet.append([])
    sheet.append(["id", "joined", "score", "ok", None])
    sheet.append([1.0, datetime(2024, 1, 2), 7.5, True])
    sheet.append([])
    sheet.append(["x", None, None, False, None, "stray"])
    sheet.append(["y"])
    book.save(tmp_path / "a.xlsx")
    raw, rows = read(tmp_path / "a.xlsx")
    assert raw.columns == ("id", "joined", "score", "ok")
    assert rows == [(1, "1", "2024-01-02T00:00:00", "7.5", "true"), (3, "y", None, None, None)]
    assert faults(raw) == [(2, "cells beyond the header")]
    assert [(note.value, note.reason) for note in raw.notes] == [("Sheet", "only the first sheet read")]


def test_xlsx_without_rows(tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(LoadError, match="has no rows on its first sheet"):
        read(tmp_path / "a.xlsx")


DAMAGES = {
    "no XML": lambda name, part: part[: len(part) // 2] if "sheet1" in name else part,
    "no number": lambda name, part: part.replace(b"<v>7</v>", b"<v>seven</v>"),
    "no sheet": lambda name, part: None if "sheet1" in name else part,
    "no styles": lambda name, part: b"<" if "styles" in name else part,
    "no workbook": lambda name, part: b"<x/>" if name == "xl/workbook.xml" else part,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_xlsx_that_is_damaged(tmp_path, damage):
    book = openpyxl.Workbook()
    for row in (["id", "n"], *[["x", 7]] * 500):
        book.active.append(row)
    book.save(tmp_path / "whole.xlsx")
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "a.xlsx", "w") as damaged:
        for name in whole.namelist():
            if (part := DAMAGES[damage](name, whole.read(name))) is not None:
                damaged.writestr(name, part)
    with pytest.raises(LoadError, match=r"a\.xlsx (is no readable Excel workbook|has no rows)"):
        read(tmp_path / "a.xlsx")


def test_xlsx_with_flipped_bytes(tmp_path):
    book = openpyxl.Workbook()
    for number in range(3000):
        book.active.append([f"id {number}", number * 7919])
    book.save(tmp_path / "a.xlsx")
    content = bytearray((tmp_path / "a.xlsx").read_bytes())
    middle = content.index(b"xl/worksheets/sheet1.xml") + 5000
    content[middle : middle + 200] = bytes(200)
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(LoadError, match="no readable Excel workbook"):
        read(tmp_path / "a.xlsx")


def test_xlsx_that_is_none(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0 encrypted")
    with pytest.raises(LoadError, match="no readable Excel workbook"):
        read(tmp_path / "a.xlsx")
