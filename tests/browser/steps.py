"""What every journey does between two looks at the page."""

import re
from contextlib import suppress
from re import Pattern

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page, ViewportSize, expect

QUIET_MS = 300
"""A page that has been at rest for so long has heard of every click and every key."""
LOOK_MS = 50
"""How often a page is asked whether it rests: asking at every frame keeps a processor busy."""
HOVER_MS = 2_000
LOOKS = 30
"""How long the words of a mark may take to come up, and how often they are asked for."""
NARROW: ViewportSize = {"width": 480, "height": 900}
SERIOUS = ("serious", "critical")
SETTLED = """(quiet) => {
  const app = document.querySelector('[data-testid=stApp]');
  const rests = app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]');
  window.restingSince = rests ? (window.restingSince ?? performance.now()) : undefined;
  return rests && performance.now() - window.restingSince >= quiet;
}"""

FADED_IN = "() => document.getAnimations().every((each) => each.playState !== 'running')"
"""Elements fade in, and axe would measure them half faded."""


def idle(page: Page) -> None:
    """Returns once the script has run, nothing on the page is stale, and both have stayed so for a moment."""
    page.evaluate("window.restingSince = undefined")
    page.wait_for_function(SETTLED, arg=QUIET_MS, polling=LOOK_MS)


def visit(page: Page, path: str = "/") -> None:
    """Opens a page of the app and waits for it."""
    page.goto(path)
    idle(page)


def choose(within: Locator | Page, label: str, text: str) -> None:
    """Picks from a list by typing."""
    page = within if isinstance(within, Page) else within.page
    box = within.get_by_role("combobox", name=label)
    box.click()
    box.fill(text)
    page.get_by_role("option", name=re.compile(re.escape(text))).first.click()
    idle(page)


def hover(mark: Locator, says: str | Pattern[str]) -> tuple[float, float]:
    """Moves to the middle of a chart's mark until its words come up; that place of the page.

    A chart may still be laid out anew, and it hears of what moves only every so often: so where the mark is
    is looked up again, and the pointer goes there again, for as long as nothing is said.
    """
    page, words = mark.page, mark.page.locator(".hoverlayer .hovertext").filter(has_text=says)
    for looks in range(LOOKS):
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        if box:
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            page.mouse.move(x - 4, y)
            page.mouse.move(x, y + looks % 2)
            with suppress(Error):
                words.first.wait_for(timeout=HOVER_MS)
                return x, y + looks % 2
    pytest.fail(f"No mark said {says!r} where the pointer was.")


def touch(mark: Locator, says: str | Pattern[str]) -> None:
    """Clicks the middle of a chart's mark once its words have come up there."""
    mark.page.mouse.click(*hover(mark, says))


def save_people(shown: Locator, name: str) -> None:
    """Saves the people who are looked at below a chart as a segment."""
    box = shown.get_by_label("Name", exact=True)
    box.fill(name)
    box.press("Enter")
    idle(shown.page)
    shown.get_by_role("button", name="Save as a segment").click()
    expect(shown.page.get_by_text(f"{name} is saved.")).to_be_visible()


def findings(page: Page) -> list[tuple[str, list[str]]]:
    """The serious findings of axe on a page: the rule, and the places that break it."""
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_function(FADED_IN)
    broken = [rule for rule in Axe().run(page).response["violations"] if rule["impact"] in SERIOUS]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in broken]


def fits(page: Page) -> None:
    """Makes the screen narrow; fails where something on the page stays wider than it."""
    page.set_viewport_size(NARROW)
    idle(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
