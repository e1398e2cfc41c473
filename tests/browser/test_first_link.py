from playwright.sync_api import expect

from tests.browser.conftest import serving, visitor
from tests.browser.steps import visit


def test_link_to_any_page_opens_right_after_a_start(browser, sample_warehouse, tmp_path):
    with serving(sample_warehouse, tmp_path) as address, visitor(browser, address) as page:
        visit(page, "/loaded")
        expect(page.get_by_role("heading", name="What is loaded")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
