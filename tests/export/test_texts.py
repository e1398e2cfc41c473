import csv
import io

import pytest

from strata.export import FORMATS
from strata.export.texts import safe, scrubbed, shown, slug
from strata.model.exhibit import Column, Table
from tests.export.exhibits import exhibit


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|x", "@sum(a1)", "\t=1"])
def test_safe_disarms_what_a_spreadsheet_would_run(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("cell", [-3.5, 12, "-3.5", "+7", "plain", True])
def test_safe_leaves_numbers_and_plain_texts(cell):
    assert safe(cell) == cell


def test_csv_reads_back_with_header_commas_and_umlauts():
    table = Table((Column("name"), Column("=n", "%")), (("Müller, Söhne", 3.5), (None, -1)))
    read = list(csv.reader(io.StringIO(FORMATS["csv-data"].write([exhibit(None, table=table)]).decode())))
    assert read == [["name", "'=n (%)"], ["Müller, Söhne", "3.5"], ["", "-1"]]


def test_csv_says_above_the_numbers_what_they_are():
    made = exhibit(None, table=Table((Column("n"),), ((3,),)))
    lines = FORMATS["csv"].write([made]).decode("utf-8-sig").splitlines()
    assert lines[0] == "# Weekly retention"
    assert lines[-2:] == ["n", "3"]
    assert all(line.lstrip('"').startswith("# ") for line in lines[:-2])
    assert any("everyone else" in line for line in lines)


def test_several_exhibits_in_a_csv_are_parted_by_an_empty_line():
    table = Table((Column("n"),), ((3,),))
    text = FORMATS["csv-data"].write([exhibit(None, table=table)] * 2).decode()
    assert text.split("\r\n") == ["n", "3", "", "n", "3", ""]


def test_scrubbed_takes_out_what_no_file_can_hold():
    made = scrubbed(exhibit(None, title="a\x00b\ud800c", table=Table((Column("x\x1b"),), (("y\x07", float("nan")),))))
    assert made.title == "a�b�c"
    assert made.rows.columns[0].name == "x�"
    assert made.rows.rows == (("y�", None),)


@pytest.mark.parametrize(
    ("cell", "unit", "text"),
    [(1234, "", "1,234"), (41.27, "%", "41.3 %"), (None, "%", "–"), (True, "", "yes"), (12.6, "points", "13")],
)
def test_shown_reads_as_people_do(cell, unit, text):
    assert shown(cell, unit) == text


def test_slug_of_signs_alone_is_a_name():
    assert slug("😀 / ?") == "strata"
