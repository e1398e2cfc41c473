"""Every format is downloaded from three screens and opened again; pictures and the link come from the browser."""

import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect
from pptx import Presentation
from pypdf import PdfReader

from tests.browser.steps import idle, visit

FILES = {
    "Slides (PPTX)": ".pptx",
    "Document (PDF)": ".pdf",
    "Workbook (XLSX)": ".xlsx",
    "Numbers (CSV)": ".csv",
    "Web page (HTML)": ".html",
    "Result (JSON)": ".json",
}
SCREENS = {"/nps": "NPS by role", "/overlap": "Overlap of pairs", "/compare": "Segments compared"}
"""Paths and the title of the first exhibit there."""
TALL: ViewportSize = {"width": 1400, "height": 1800}
"""An open menu moves with its button, so it is looked at where all of it has room."""


@pytest.fixture(autouse=True)
def patience(page: Page) -> None:
    page.set_viewport_size(TALL)


@pytest.mark.parametrize("path", list(SCREENS))
def test_every_format_is_downloaded_and_opened_again(page: Page, path: str):
    title = SCREENS[path]
    visit(page, path)
    menu = open_menu(page)
    files = {suffix: download(page, menu, label) for label, suffix in FILES.items()}
    assert all(file.suffix == suffix for suffix, file in files.items())
    slides = Presentation(str(files[".pptx"])).slides
    assert slides[0].shapes.title is not None
    assert title in slides[0].shapes.title.text_frame.text
    assert "version" in PdfReader(files[".pdf"]).pages[-1].extract_text()
    rows = json.loads(files[".json"].read_text(encoding="utf-8"))["exhibits"][0]["rows"]
    assert openpyxl.load_workbook(files[".xlsx"]).worksheets[1].max_row == len(rows) + 1
    text = files[".csv"].read_text(encoding="utf-8-sig")
    assert text.startswith(f"# {title}")
    numbers = text.partition("\n\n")[0].splitlines()
    assert sum(not row[0].startswith("# ") for row in csv.reader(numbers)) == len(rows) + 1
    page.goto(files[".html"].as_uri())
    expect(page.get_by_role("heading", name=title).first).to_be_visible()


def test_picture_with_its_stamp_is_downloaded_and_copied_like_the_link(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, "/overlap")
    menu = open_menu(page)
    with page.expect_download() as started:
        menu.get_by_role("button", name="Picture (PNG)").click()
    assert re.fullmatch(r"overlap-of-pairs-\d{4}-\d\d-\d\d\.png", started.value.suggested_filename)
    assert started.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as started:
        menu.get_by_role("button", name="Picture (SVG)").click()
    text = started.value.path().read_text(encoding="utf-8")
    assert "<title>Overlap of pairs</title>" in text
    assert "data up to" in text
    menu.get_by_role("button", name="Copy the picture").click()
    expect(menu.get_by_role("status")).to_have_text("The picture is copied.")
    kinds = page.evaluate("navigator.clipboard.read().then((found) => found[0].types)")
    assert kinds == ["image/png"]
    menu.get_by_role("button", name="Copy the link").click()
    expect(menu.get_by_role("status")).to_have_text("The link is copied.")
    assert "/overlap" in page.evaluate("navigator.clipboard.readText()")


def open_menu(page: Page) -> Locator:
    """Opens the export menu of the first exhibit."""
    page.get_by_role("button", name="Export", exact=True).first.click()
    idle(page)
    menu = page.get_by_test_id("stPopoverBody")
    expect(menu.get_by_role("button", name="Slides (PPTX)")).to_be_visible()
    return menu


def download(page: Page, menu: Locator, label: str) -> Path:
    """A file of the menu, under the name the browser gives it."""
    with page.expect_download() as started:
        menu.get_by_role("button", name=label).click()
    kept = started.value.path().with_name(started.value.suggested_filename)
    started.value.save_as(kept)
    return kept
