"""A question that takes too long: it can be cancelled, another one takes its place, and the processor is free again."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import running, visitor
from tests.browser.steps import visit

PAGE = Path(__file__).parent / "slow_page.py"
COMMAND = (sys.executable, "-m", "streamlit", "run", str(PAGE))
MEASURED_SECONDS = 1.0


class Slow(NamedTuple):
    page: Page
    process: subprocess.Popen[bytes]

    def busy(self) -> float:
        """The share of one processor the server uses now."""
        before = self._seconds()
        threading.Event().wait(MEASURED_SECONDS)
        return (self._seconds() - before) / MEASURED_SECONDS

    def _seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def ask(self, label: str, answer: str) -> None:
        self.page.get_by_role("radiogroup", name=label, exact=True).get_by_text(answer, exact=True).click()


@pytest.fixture
def slow(browser: Browser, tiny_folder: Path, tmp_path: Path) -> Iterator[Slow]:
    with running(COMMAND, tiny_folder, tmp_path) as (address, process), visitor(browser, address) as page:
        yield Slow(page, process)


def test_question_is_replaced_and_cancelled_and_leaves_the_processor(slow: Slow):
    visit(slow.page)
    expect(slow.page.get_by_text("10", exact=True)).to_have_count(2)
    slow.ask("Question", "slow")
    expect(slow.page.get_by_text("Counting slow …")).to_be_visible()
    busy = slow.busy()
    slow.ask("Question", "quick")
    expect(slow.page.get_by_text("Counting slow …")).to_have_count(0)
    assert slow.busy() < busy / 3
    slow.ask("Question", "slow too")
    slow.page.get_by_role("button", name="Cancel").click()
    expect(slow.page.get_by_text("Counting slow too was stopped.")).to_be_visible()
    expect(slow.page.get_by_text("Above", exact=True)).to_be_visible()
    assert slow.busy() < busy / 3
    slow.page.get_by_role("button", name="Try again").click()
    expect(slow.page.get_by_text("Counting slow too …")).to_be_visible()
    slow.page.get_by_role("button", name="Cancel").wait_for()


def test_part_of_a_page_is_replaced_and_cancelled(slow: Slow):
    visit(slow.page)
    slow.ask("Question of the part", "slow")
    expect(slow.page.get_by_text("Counting slow …")).to_be_visible()
    busy = slow.busy()
    slow.ask("Question of the part", "quick")
    expect(slow.page.get_by_text("Counting slow …")).to_have_count(0)
    expect(slow.page.get_by_text("10", exact=True)).to_have_count(2)
    slow.ask("Question of the part", "slow too")
    slow.page.get_by_role("button", name="Cancel").click()
    expect(slow.page.get_by_text("Counting slow too was stopped.")).to_be_visible()
    expect(slow.page.get_by_text("Below the part")).to_be_visible()
    assert slow.busy() < busy / 3
