import csv
import io

import pyarrow.parquet as pq
import pytest

from strata.errors import ExportError
from strata.export.members import save_members
from strata.model.segment import EVERYONE, AttributeCondition, Segment

FEW = Segment("Hygienists", AttributeCondition("role", "is", ("hygienist",)))


def test_list_holds_every_member_once(tiny, tmp_path):
    file = tmp_path / "members.csv"
    n = save_members(tiny, EVERYONE, file)
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    assert len(rows) == n == tiny.population.bit_count()
    assert len({row["user_key"] for row in rows}) == n


def test_personal_attributes_stay_out(sample, tmp_path):
    personal = {each.name for each in sample.catalog.attributes if each.is_personal}
    save_members(sample, EVERYONE, tmp_path / "members.parquet")
    found = pq.read_table(tmp_path / "members.parquet")
    assert personal
    assert not personal & set(found.column_names)
    assert found.num_rows == sample.population.bit_count()


def test_csv_and_parquet_say_the_same(sample, tmp_path):
    for suffix in (".csv", ".parquet"):
        save_members(sample, EVERYONE, tmp_path / f"members{suffix}")
    with (tmp_path / "members.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["user_key"] for row in csv.DictReader(file)]
    assert keys == pq.read_table(tmp_path / "members.parquet")["user_key"].to_pylist()


def test_few_people_are_not_listed(tiny, tmp_path):
    with pytest.raises(ExportError, match="has 3 members"):
        save_members(tiny, FEW, tmp_path / "few.csv")
    assert not list(tmp_path.iterdir())


def test_other_kind_of_file_is_refused(tiny, tmp_path):
    with pytest.raises(ExportError, match=r"end its name in \.csv or \.parquet"):
        save_members(tiny, EVERYONE, tmp_path / "members.docx")
