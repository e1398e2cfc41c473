"""What the sample company hides, as a visitor sees it: nothing where nothing is, a warning where a gap misleads."""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import idle, visit

LETTERS = {letter: {"attribute": "cohort_letter", "op": "is", "value": [letter]} for letter in "AB"}
ENTERPRISE = {"Enterprise": {"attribute": "plan", "op": "is", "value": ["Enterprise"]}}
PROMOTERS = {"Promoters": {"response": "nps", "is": "promoter"}}


def test_letters_by_chance_do_not_differ_and_nothing_is_flagged(page: Page):
    compare(page, LETTERS)
    verdicts = page.locator("td .strata-chip")
    expect(verdicts).to_have_count(4)
    for verdict in verdicts.all():
        expect(verdict).to_have_text(re.compile("No clear difference|Practically the same"))
    expect(page.get_by_text("No clear difference.", exact=True)).to_be_visible()
    expect(page.locator("td .strata-mark", has_text="⚠")).to_have_count(0)
    for metric, label in (("nps", "NPS"), ("csat", "CSAT")):
        panel = look_closer(page, metric, "A")
        expect(panel).to_contain_text(f"A: {label}")
        expect(panel.get_by_text("none of these changes the gap much")).to_be_visible()
        expect(panel.get_by_role("alert").filter(has_text="warning")).to_have_count(0)


def test_gap_that_practice_size_turns_round_is_flagged_and_drawn(page: Page):
    compare(page, ENTERPRISE)
    panel = look_closer(page, "nps", "Enterprise")
    sentence = (
        r"\d+ points higher at equal practice size, in each of the 4 groups: the mix of practice size (makes|hides)"
    )
    warning = panel.get_by_role("alert").filter(has_text=re.compile(sentence))
    expect(warning).to_be_visible()
    picture = panel.get_by_test_id("stPlotlyChart")
    for stratum in ("solo", "small", "medium", "large chain"):
        expect(picture.locator(".ytick").filter(has_text=re.compile(f"^{stratum}n = "))).to_be_visible()
    expect(picture.locator(".point").first).to_be_visible()


def test_segment_made_of_the_answers_carries_the_leak_on_the_scorecard_and_in_the_panel(page: Page):
    compare(page, PROMOTERS)
    mark = marked(page, "nps", "Promoters", "leak")
    expect(mark).to_be_visible()
    sentence = "Promoters asks in its rule for NPS answers, and NPS is made of the same"
    expect(mark).to_have_attribute("title", re.compile(sentence))
    cell(page, "nps", "Promoters").click()
    expect(page.locator(".st-key-closer_panel").get_by_role("alert").filter(has_text=sentence)).to_be_visible()


def test_chain_that_carries_a_gap_is_flagged_by_its_name(page: Page):
    compare(page, {"South": {"attribute": "region", "op": "is", "value": ["South"]}})
    expect(page.get_by_role("alert").filter(has_text="High Street Family Dental").first).to_be_visible()
    cell(page, "nps", "South").click()
    warning = page.locator(".st-key-closer_panel").get_by_role("alert").filter(has_text="High Street Family Dental")
    expect(warning).to_contain_text("one account decides")


def compare(page: Page, segments: Mapping[str, Mapping[str, object]]) -> None:
    """Opens segments, given by their rules, compared in NPS and CSAT, and waits until clicks are listened to."""
    documents = [{"name": name, "of": "users", "where": rule} for name, rule in segments.items()]
    said = urlencode({"segments": json.dumps(documents), "metrics": json.dumps(["nps", "csat"])})
    visit(page, f"/compare?{said}")
    expect(page.locator("[data-look][aria-pressed]").first).to_be_visible()


def cell(page: Page, metric: str, segment: str) -> Locator:
    """The value of a metric of a segment."""
    return page.locator(f"td {look(metric, segment)}")


def marked(page: Page, metric: str, segment: str, word: str) -> Locator:
    """The short word of a warning beside that value."""
    return page.locator("td", has=page.locator(look(metric, segment))).locator(".strata-mark", has_text=word)


def look(metric: str, segment: str) -> str:
    """What the value of a metric of a segment carries."""
    return f'[data-look=\'["{metric}", "{segment}"]\']'


def look_closer(page: Page, metric: str, segment: str) -> Locator:
    """The panel of a comparison, opened at what else differs between the two groups."""
    cell(page, metric, segment).click()
    expect(cell(page, metric, segment)).to_have_attribute("aria-pressed", "true")
    panel = page.locator(".st-key-closer_panel")
    panel.get_by_role("radio", name="What else differs").click()
    idle(page)
    return panel
