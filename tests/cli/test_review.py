import io
import json
import re
import shlex
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from strata.analysis.compare_exhibits import key_of
from strata.cli import main
from strata.cli.command import ROOT
from strata.cli.main import _parser as parser
from strata.model.recipe import Recipe
from strata.model.review import Item, item
from strata.model.segment import AttributeCondition, Segment
from strata.state import open_state

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
DENTISTS = Segment("Dentists", AttributeCondition("role", "is", ("dentist",)))
RECIPE = Recipe("compare", (DENTISTS,), options=(("metrics", ("nps", "csat")),))
NPS = item(RECIPE, key_of("nps"), title="NPS by segment", pins={})
CSAT = item(RECIPE, key_of("csat"), title="CSAT by segment", pins={})
NAME = "Quarter 4 / 評価 🦷"


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def work(url):
    opened = open_state(url)
    opened.save_review(NAME, (NPS, CSAT), by="ann", now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def strata(capsys, url, tiny_folder):
    """Runs `strata review`: exit code, what it printed, and what it complained of."""

    def run(*words, warehouse=tiny_folder, by="ann"):
        code = main(["review", *words, "--state", url, "--by", by, "--warehouse", str(warehouse)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_review_becomes_slides_that_open_again(strata, work, tmp_path):
    work.save_review("Told", (Item(NPS.asked, NPS.exhibit, NPS.title, "Dentists are content"),), by="ann", now=NOW)
    out = tmp_path / "review.pptx"
    code, said, complaint = strata("Told", "--out", str(out))
    assert (code, complaint) == (0, "")
    assert f"Wrote 1 charts of 'Told', version 1, to {out}." in said
    deck = Presentation(str(out))
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert "Dentists are content" in texts
    assert any(shape.has_chart for slide in deck.slides for shape in slide.shapes)


@pytest.mark.parametrize("row", ["html", "xlsx", "json", "csv"])
def test_review_becomes_each_other_file(strata, work, tmp_path, row):
    out = tmp_path / f"review.{row}"
    assert strata("quarter-4", "--format", row, "--out", str(out))[0] == 0
    content = out.read_bytes()
    if row == "xlsx":
        assert len(load_workbook(io.BytesIO(content)).sheetnames) >= 2
    else:
        assert "NPS by segment" in content.decode()
    assert list(tmp_path.glob(".*")) == []


def test_review_is_found_by_name_and_says_what_changed_with_the_next_load(strata, work, later_folder):
    assert "This is the first run" in strata(NAME)[1]
    said = strata(NAME, warehouse=later_folder)[1]
    assert "moved within the interval of then" in said
    document = json.loads(strata(NAME, "--json", warehouse=later_folder)[1])
    assert document["items"][0]["changes"]["since"] == "2026-03-31"
    assert document["exhibits"][0]["title"].startswith(f"{NAME}: what changed since the data up to 2026-03-31")
    assert [each["title"] for each in document["exhibits"][1:]] == ["NPS by segment", "CSAT by segment"]


def test_item_that_cannot_be_made_is_named_and_the_file_is_written(strata, work, tmp_path):
    work.save_review("Half", (Item("{", "x", "Broken"), NPS), by="ann", now=NOW)
    out = tmp_path / "half.html"
    code, _, complaint = strata("Half", "--format", "html", "--out", str(out))
    assert (code, "left out: The item 'Broken' is damaged" in complaint) == (0, True)
    assert "is damaged" in out.read_text()


def test_earlier_version_is_made_when_asked_for(strata, work):
    work.save_review(NAME, (NPS,), by="ann", now=NOW, review_id="quarter-4", base_version=1)
    assert "CSAT" not in strata("quarter-4")[1]
    assert "CSAT" in strata("quarter-4", "--version", "1")[1]


def test_reviews_are_listed(strata, work):
    assert f"quarter-4  {NAME}  v1  2 charts  ann, private" in strata()[1]
    assert "No reviews" in strata(by="bob")[1]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("Quartr",), "There is no review 'Quartr'"),
        (("quarter-4", "--version", "9"), "has no version 9"),
        (("quarter-4", "--format", "doc"), "There is no format 'doc'"),
        (("quarter-4", "--template", "nowhere.pptx"), "There is no file nowhere.pptx that can be read"),
        (("quarter-4", "--out", "/nowhere/at/all.pptx"), "/nowhere/at/all.pptx was not written"),
    ],
)
def test_mistakes_are_a_sentence(strata, work, words, complaint):
    code, _, said = strata(*words)
    assert (code, complaint in said) == (2, True), said


def test_empty_review_is_a_sentence(strata, work, tmp_path):
    work.save_review("Empty", (), by="ann", now=NOW)
    code, _, said = strata("Empty", "--out", str(tmp_path / "empty.pptx"))
    assert (code, "There is nothing to export" in said) == (2, True)
    assert not (tmp_path / "empty.pptx").exists()


def test_private_review_is_for_its_owner(strata, work):
    assert "There is no review" in strata("quarter-4", by="bob")[2]


def test_every_command_of_the_documentation_is_understood():
    lines = (ROOT / "docs" / "reviews.md").read_text(encoding="utf-8").splitlines()
    commands = [part for line in lines for part in re.findall(r"strata (review(?: [^#&]*)?)(?:#|&|$)", line)]
    assert len(commands) >= 8
    for command in commands:
        assert parser().parse_args(shlex.split(command)).command.name == "review"
