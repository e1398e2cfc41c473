"""The rules of the house that no linter knows."""

import ast
import itertools
import re
import statistics
from pathlib import Path

import pytest
from streamlit import config

ROOT = Path(__file__).parents[1]
CORE = sorted((ROOT / "strata").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"]
LONGEST_FILE, LONGEST_PAGE = 400, 100  # aim at 300 and 60
FUNCTION_MEDIAN, FUNCTION_P90 = 9, 30


def by_path(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", CORE, ids=by_path)
def test_core_file_is_short(file):
    assert len(lines(file)) < LONGEST_FILE


@pytest.mark.parametrize("file", PAGES, ids=by_path)
def test_page_is_short(file):
    assert len(lines(file)) < LONGEST_PAGE


@pytest.mark.parametrize("file", PAGES, ids=by_path)
def test_page_leaves_errors_and_markup_to_others(file):
    nodes = list(ast.walk(ast.parse(file.read_text())))
    assert not [node.lineno for node in nodes if isinstance(node, ast.Try | ast.TryStar)]
    assert not [
        node.value.lineno for node in nodes if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"
    ]


@pytest.mark.parametrize("file", [file for file in CORE if file.name != "cache.py"], ids=by_path)
def test_cached_functions_live_in_one_module(file):
    assert not re.search(r"\bcache_(data|resource)\b", file.read_text())


def test_pages_lie_one_folder_down():
    assert not [by_path(page) for page in PAGES if page.parent.parent != ROOT / "pages"]


def test_functions_are_short():
    lengths = [code_lines(function) for file in CORE for function in functions(file)]
    assert statistics.median(lengths) <= FUNCTION_MEDIAN
    assert statistics.quantiles(lengths, n=10)[-1] < FUNCTION_P90


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_by_hash_and_names_no_host(name):
    text = (ROOT / name).read_text()
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if "==" in entry]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_test_lock_holds_what_the_app_runs_on():
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


@pytest.mark.parametrize("option", ["runner.postScriptGC", "runner.magicEnabled", "browser.gatherUsageStats"])
def test_streamlit_still_knows_what_the_app_turns_off(option):
    assert config.get_option(option) is False


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def functions(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)]


def code_lines(function: ast.FunctionDef) -> int:
    """The lines of a function that hold its statements: no signature, docstring or blank line between."""
    body = list(itertools.dropwhile(is_docstring, function.body))
    return len({line for statement in body for line in range(statement.lineno, (statement.end_lineno or 0) + 1)})


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def pins(name: str) -> set[str]:
    return {line.removesuffix("\\").strip() for line in lines(ROOT / name) if line[:1].isalpha()}
