"""Every file under queries/ is one statement that DuckDB parses, with a header that tells the truth."""

import re
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

QUERIES = Path(__file__).parents[1] / "queries"
FILES = sorted(QUERIES.rglob("*.sql"))
KEYS = ("params", "fills", "grain")
PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
STATEMENT_PLACEHOLDER = re.compile(r"\b(as|from|in|join)(\s*)\(\s*\{\{\s*\w+\s*\}\}\s*\)")


class Header(NamedTuple):
    answers: str
    fields: dict[str, str]


@pytest.fixture(params=FILES, ids=lambda file: file.relative_to(QUERIES).as_posix())
def text(request: pytest.FixtureRequest) -> str:
    file: Path = request.param
    return file.read_text(encoding="utf-8")


def test_query_says_what_it_answers(text):
    assert header(text).answers.endswith((".", "?"))


def test_query_states_its_grain(text):
    assert header(text).fields.get("grain")


def test_query_is_one_statement(text):
    assert len(statements(text)) == 1


def test_query_declares_its_parameters(text):
    declared = set(re.findall(r"\$(\w+) \w+", header(text).fields["params"]))
    assert declared == set(statements(text)[0].named_parameters)


def test_query_declares_its_fills(text):
    declared = set(re.findall(r"\w+", header(text).fields.get("fills", "")))
    assert declared == set(PLACEHOLDER.findall(text))


def test_query_without_parameters_says_so(text):
    params = header(text).fields["params"]
    assert "$" in params or params in {"none", "those of the metric"}


def header(text: str) -> Header:
    """The leading comment: what the query answers, then its `key: value` fields, each running on to the next key."""
    answers: list[str] = []
    fields: dict[str, str] = {}
    key = None
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        content = line.removeprefix("--").strip()
        name, colon, rest = content.partition(":")
        if colon and name in KEYS:
            key, content = name, rest.strip()
        if key is None:
            answers.append(content)
        else:
            fields[key] = f"{fields.get(key, '')} {content}".strip()
    return Header(" ".join(answers), fields)


def statements(text: str) -> list[duckdb.Statement]:
    """The statements once every placeholder is filled: a whole subquery by a select, anything else by a name."""
    with_selects = STATEMENT_PLACEHOLDER.sub(r"\1\2(select 1 as filled)", text)
    return duckdb.extract_statements(PLACEHOLDER.sub("filled", with_selects))


def test_header_joins_the_lines_of_a_field():
    assert header("-- What?\n-- params: $a date,\n-- $b text\nselect 1").fields == {"params": "$a date, $b text"}
