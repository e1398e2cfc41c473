"""Every page in light and dark, wide and narrow: no serious finding of axe, nothing wider than the screen."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import fits, visit

PATHS = {
    "/": ".strata-finding",
    "/build": ".st-key-group_0",
    "/compare": ".strata-scorecard td",
    "/nps": ".js-plotly-plot",
    "/comments": ".js-plotly-plot",
    "/loaded": ".stDataFrame",
}
"""What stands on each page once it is all there."""
ACTION_MS = 20_000
SERIOUS = ("serious", "critical")
KNOWN: set[str] = set()
"""Rules that Streamlit itself breaks and a page cannot mend."""


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server, viewport={"width": 1400, "height": 1000}, color_scheme=request.param, locale="en-GB"
    )
    page = context.new_page()
    visit(page)
    yield page
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_page_has_no_serious_finding(themed: Page, path: str):
    visit(themed, path)
    expect(themed.locator(PATHS[path]).first).to_be_visible(timeout=ACTION_MS)
    themed.wait_for_function("document.fonts.status === 'loaded'")
    themed.wait_for_timeout(500)  # elements fade in, and axe would measure them half faded
    found = Axe().run(themed).response["violations"]
    serious = [rule for rule in found if rule["impact"] in SERIOUS and rule["id"] not in KNOWN]
    assert not [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in serious]


@pytest.mark.parametrize("path", PATHS)
def test_page_fits_a_narrow_screen(themed: Page, path: str):
    themed.set_viewport_size({"width": 480, "height": 900})
    visit(themed, path)
    expect(themed.locator(PATHS[path]).first).to_be_visible(timeout=ACTION_MS)
    fits(themed)
