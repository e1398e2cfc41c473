import csv
import io

import pytest

from strata.ui.sheet import Row, contrast_rows, csv_text, safe


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|x", "@sum(a1)", "\t=1"])
def test_safe_disarms_what_a_spreadsheet_would_run(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("cell", [-3.5, 12, "-3.5", "+7", "plain", True])
def test_safe_leaves_numbers_and_plain_texts(cell):
    assert safe(cell) == cell


def test_csv_text_reads_back_with_header_commas_and_umlauts():
    rows: list[Row] = [{"name": "Müller, Söhne", "n": 3}, {"name": None, "n": -1}]
    read = list(csv.reader(io.StringIO(csv_text(rows))))
    assert read == [["name", "n"], ["Müller, Söhne", "3"], ["", "-1"]]


def test_csv_text_of_nothing_is_empty():
    assert csv_text([]) == ""


def test_contrast_rows_carry_the_numbers_and_the_sentence(lower):
    (row,) = contrast_rows([lower])
    assert (row["segment"], row["difference"], row["n"]) == ("hygienist", -43.0, 3_499)
    assert row["sentence"] == lower.sentence
