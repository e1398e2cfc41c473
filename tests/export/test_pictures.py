"""Pictures and PDF by a real Chromium: right, when two ask at once, when it dies, and when there is none."""

import io
import os
import signal
import struct
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdf import PdfReader

from strata.errors import ExportError
from strata.export import FORMATS, Look, chromium
from strata.export.pictures import wrapped
from tests.export.exhibits import exhibit, plot, table, withheld

DRAWN = exhibit(plot("lines", n_series=3, n_categories=8), n_segments=3)
needs_chromium = pytest.mark.browser


@pytest.fixture
def found() -> None:
    """Skips where there is no browser; fails where CI says that all tests must run."""
    if not chromium.is_found():
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(chromium.MISSING)


@needs_chromium
@pytest.mark.usefixtures("found")
def test_svg_holds_title_stamp_and_chart_as_text():
    text = FORMATS["svg"].write([DRAWN]).decode()
    assert ">Weekly retention</text>" in text
    assert "data up to 2026-09-30" in text
    assert "Hygienists" in text
    assert text.count("<svg") >= 2


@needs_chromium
@pytest.mark.usefixtures("found")
def test_png_is_twice_the_size_of_the_svg():
    png, svg = FORMATS["png"].write([DRAWN]), FORMATS["svg"].write([DRAWN]).decode()
    width, height = struct.unpack(">II", png[16:24])
    assert f'width="{width // 2}" height="{height // 2}"' in svg


@needs_chromium
@pytest.mark.usefixtures("found")
def test_pdf_has_a_page_for_each_exhibit_with_its_stamp():
    made = FORMATS["pdf"].write([DRAWN, exhibit(withheld(), title="Withheld"), exhibit(None, table=table(3))])
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    assert len(texts) == 4
    assert all("version 20261001-120000" in text for text in texts[1:])
    assert "Too few answers" in texts[2]


@needs_chromium
@pytest.mark.usefixtures("found")
def test_two_at_once_are_both_made():
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda name: FORMATS[name].write([DRAWN]), ("png", "pdf", "svg")))
    assert [each[:4] for each in made] == [b"\x89PNG", b"%PDF", b"<svg"]


@needs_chromium
@pytest.mark.usefixtures("found")
def test_browser_that_died_is_started_again():
    FORMATS["svg"].write([DRAWN])
    keeper = chromium._keeper()
    assert keeper._warm is not None
    os.kill(keeper._warm._browser.subprocess.pid, signal.SIGKILL)
    assert FORMATS["svg"].write([DRAWN]).startswith(b"<svg")


@needs_chromium
@pytest.mark.usefixtures("found")
def test_browser_that_dies_twice_is_a_sentence():
    async def die(warm):
        os.kill(warm._browser.subprocess.pid, signal.SIGKILL)
        await warm.svg(None, width=1, height=1)

    with pytest.raises(ExportError, match="stopped twice"):
        chromium.ask(die)


@pytest.mark.parametrize("name", ["png", "svg", "pdf"])
def test_without_a_browser_one_sentence_says_how_to_get_it(name, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    monkeypatch.setattr(chromium, "_keeper", chromium.Keeper)
    assert not chromium.is_found()
    with pytest.raises(ExportError, match="install one"):
        FORMATS[name].write([DRAWN], Look())


@pytest.mark.parametrize("name", ["pptx", "xlsx", "html", "csv", "json"])
def test_other_formats_need_no_browser(name, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    assert FORMATS[name].write([DRAWN])


def test_wrapped_breaks_long_words_and_wide_letters():
    assert wrapped("one two three", size=10, width=45) == ["one two", "three"]
    assert "".join(wrapped("x" * 100, size=10, width=106)) == "x" * 100
    assert all(len(line) <= 10 for line in wrapped("診療所の受付" * 5, size=10, width=106))
    assert wrapped("", size=10, width=100) == []
