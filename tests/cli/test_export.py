import io
import json
import zipfile

import pytest
from pptx import Presentation

from strata.cli import main

RECIPE = {
    "kind": "compare",
    "segments": [{"name": "Hygienists", "where": {"attribute": "role", "op": "is", "value": ["hygienist"]}}],
    "options": {"metrics": ["nps", "csat"]},
}


@pytest.fixture
def recipe(tmp_path):
    file = tmp_path / "recipe.json"
    file.write_text(json.dumps(RECIPE), encoding="utf-8")
    return file


@pytest.fixture
def strata(capsys, tiny_folder):
    def run(*words):
        code = main(["export", *map(str, words), "--warehouse", str(tiny_folder)])
        return code, *capsys.readouterr()

    return run


def test_recipe_becomes_slides(strata, recipe, tmp_path):
    code, out, _ = strata(recipe, "--format", "pptx", "--out", tmp_path / "deck.pptx")
    assert code == 0
    assert "Wrote 3 charts and tables" in out
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(tmp_path / "deck.pptx")).slides]
    assert "Segments compared" in titles


@pytest.mark.parametrize("suffix", ["pptx", "xlsx", "html", "csv", "json"])
def test_format_follows_from_the_name_of_the_file(strata, recipe, tmp_path, suffix):
    file = tmp_path / f"found.{suffix}"
    assert strata(recipe, "--out", file)[0] == 0
    assert zipfile.is_zipfile(io.BytesIO(file.read_bytes())) == (suffix in ("pptx", "xlsx"))


def test_several_recipes_make_one_file(strata, recipe, tmp_path):
    assert strata(recipe, recipe, "--out", tmp_path / "found.json")[0] == 0
    assert len(json.loads((tmp_path / "found.json").read_bytes())["exhibits"]) == 6


def test_members_become_a_list(strata, tmp_path):
    segment = tmp_path / "everyone.json"
    segment.write_text(json.dumps({"name": "Everyone", "where": {"all": []}}), encoding="utf-8")
    code, out, _ = strata("--members", segment, "--out", tmp_path / "members.csv")
    assert (code, "9 members" in out) == (0, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nowhere.json", "--out", "x.pptx"), "There is no file nowhere.json"),
        (("--out", "x.pptx"), "Name a recipe's JSON file"),
        (("{recipe}", "--out", "x.docx"), "There is no format 'docx'"),
        (("{recipe}", "--out", "missing/x.pptx"), "no such folder"),
        (("{recipe}", "--out", "x.pptx", "--template", "{recipe}"), "The template cannot be read"),
        (("{recipe}", "--out", "x.pptx", "--template", "nowhere.pptx"), "There is no file nowhere.pptx"),
        (("--members", "role=hygienist", "--out", "x.csv"), "lists of fewer than 5"),
    ],
)
def test_mistake_is_one_sentence_and_leaves_no_file(strata, recipe, tmp_path, monkeypatch, words, says):
    monkeypatch.chdir(tmp_path)
    code, out, err = strata(*(word.format(recipe=recipe) for word in words))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert [file.name for file in tmp_path.iterdir()] == ["recipe.json"]


@pytest.mark.parametrize("text", ["no json", '{"kind": 3}', '{"kind": "nothing"}', "[]", "\ud800"])
def test_broken_recipe_is_one_sentence(strata, recipe, tmp_path, text):
    recipe.write_bytes(text.encode("utf-8", "surrogatepass"))
    code, _, err = strata(recipe, "--out", tmp_path / "x.json")
    assert (code, err.count("\n")) == (2, 1)
