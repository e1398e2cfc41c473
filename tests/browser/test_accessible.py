"""Every kind of page in light and dark, wide and narrow: no serious finding of axe, nothing wider than the screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import NARROW, findings, fits, visit

PAGES = {
    "/": ".strata-finding",
    "/build": ".st-key-group_0",
    "/overlap": ".js-plotly-plot:has(.cartesianlayer .subplot:nth-child(3))",
    "/compare": ".strata-scorecard td",
    '/compare?look=["nps","hygienist"]': ".st-key-closer_panel:has-text('Needed per group')",
    "/nps": ".js-plotly-plot",
    "/comments": ".js-plotly-plot",
    "/loaded": ".stDataFrame",
}
"""Where to go, and what stands there once the page is all there."""


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_serious_finding_and_fits_once_made_narrow(themed: Page, path: str):
    go(themed, path)
    assert not findings(themed)
    fits(themed)


@pytest.mark.parametrize("path", PAGES)
def test_page_opened_on_a_narrow_screen_fits(page: Page, path: str):
    page.set_viewport_size(NARROW)
    go(page, path)
    fits(page)


def go(page: Page, path: str) -> None:
    visit(page, path)
    expect(page.locator(PAGES[path]).first).to_be_visible()
