"""Saved segments as people use them: saved, changed, brought back, opened by link, saved by two at once."""

import json
import re
from urllib.parse import quote
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.browser.steps import findings, fits, idle, visit


def test_saved_edited_compared_with_before_restored_and_opened_by_link(page: Page, second: Page):
    visit(page, draft("Linked hygienists", "hygienist"))
    press(page, "Save")
    expect(page.get_by_text("You are editing Linked hygienists, version 1")).to_be_visible()
    visit(page, draft("Linked hygienists", "hygienist", "dentist", edits="linked-hygienists@1"))
    press(page, "Save")
    expect(page.get_by_text("You are editing Linked hygienists, version 2")).to_be_visible()

    visit(page, "/library?find=linked")
    card = page.locator(".st-key-card_linked-hygienists")
    card.get_by_role("button", name="History and size").click()
    expect(card.get_by_text("changed: role is hygienist")).to_be_visible()
    card.get_by_role("button", name="Restore").click()
    expect(card.get_by_text("Version 3", exact=True)).to_be_visible()
    expect(card.get_by_text("Version 1 restored")).to_be_visible()
    idle(page)
    visit(second, page.url)
    expect(second.locator(".st-key-card_linked-hygienists").get_by_text("Version 1 restored")).to_be_visible()

    card.get_by_role("button", name="Compare").first.click()
    chip = page.get_by_role("button", name="Linked hygienists", exact=True)
    expect(chip).to_be_visible()
    expect(page).to_have_url(re.compile("linked-hygienists(@|%40)3"))
    idle(page)
    visit(second, page.url)
    expect(second.get_by_role("button", name="Linked hygienists", exact=True)).to_be_visible()
    expect(second.get_by_role("alert").filter(has_text="The link")).to_have_count(0)


def test_two_browsers_saving_at_once_lose_nothing(page: Page, second: Page):
    visit(page, draft("Both of us", "hygienist"))
    press(page, "Save")
    expect(page.get_by_text("You are editing Both of us, version 1")).to_be_visible()
    visit(second, draft("Both of us", "dentist", edits="both-of-us@1"))
    visit(page, draft("Both of us", "assistant", edits="both-of-us@1"))
    press(second, "Save")
    expect(second.get_by_text("You are editing Both of us, version 2")).to_be_visible()
    press(page, "Save")
    expect(page.get_by_text("saved version 2 on")).to_be_visible()
    press(page, "Save mine on top, as version 3")
    expect(page.get_by_text("You are editing Both of us, version 3")).to_be_visible()
    visit(second, "/library?open=both-of-us")
    card = second.locator(".st-key-card_both-of-us")
    for change in ("role is hygienist → role is dentist", "role is dentist → role is assistant"):
        expect(card.get_by_text(re.compile(change.replace("→", "(→|->)")))).to_be_visible()


def test_library_has_no_serious_finding_and_fits_a_narrow_screen(themed: Page):
    name = f"Looked at {uuid4().hex[:8]}"
    visit(themed, draft(name, "hygienist"))
    press(themed, "Save")
    expect(themed.get_by_text(f"You are editing {name}, version 1")).to_be_visible()
    key = name.lower().replace(" ", "-")
    visit(themed, f"/library?open={key}")
    expect(themed.locator(f".st-key-card_{key}").get_by_role("tab", name="History")).to_be_visible()
    assert not findings(themed)
    fits(themed)


def test_address_of_one_page_does_not_follow_to_the_next(page: Page):
    visit(page, draft("Only here", "hygienist"))
    idle(page)
    expect(page).to_have_url(re.compile("draft="))
    page.get_by_test_id("stTopNavSection").filter(has_text="Compare").click()
    page.get_by_role("menuitem", name="Compare").click()
    expect(page.get_by_role("heading", name="Compare segments")).to_be_visible()
    expect(page).not_to_have_url(re.compile("draft="))


def draft(name: str, *roles: str, edits: str = "") -> str:
    """The address of the builder with a segment in it."""
    where = {"attribute": "role", "op": "is", "value": list(roles)}
    base = f"&edits={edits}" if edits else ""
    return f"/build?draft={quote(json.dumps({'name': name, 'where': where}))}{base}"


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    idle(page)
