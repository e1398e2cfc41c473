from dataclasses import replace
from pathlib import Path

import pytest

from strata.errors import MetricError, SegmentError
from strata.model.metrics import (
    FAMILIES,
    METRICS,
    USUAL,
    available,
    computable,
    metric,
    metric_groups,
    missing,
)

QUERIES = Path(__file__).parents[2] / "queries" / "metrics"
NOT_METRICS = {"everyone"}


@pytest.fixture
def full(tiny):
    """The catalog of a company that has everything."""
    held = ("sessions", "tickets", "subscriptions", "churn", "downgrade")
    pages = replace(tiny.catalog.attribute("team_size"), name="pages", label="pages", owner="event")
    return replace(tiny.catalog, held=held, properties=(pages, replace(pages, name="format", type="text")))


def test_every_statement_is_named_by_a_row_and_every_row_names_one():
    rows = [*METRICS.values(), *(family.row for family in FAMILIES.values())]
    assert {row.query for row in rows} == {file.stem for file in QUERIES.glob("*.sql")} - NOT_METRICS


def test_rows_are_kept_by_their_own_names():
    assert all(name == row.name for name, row in METRICS.items())
    assert set(USUAL) <= set(METRICS)


@pytest.mark.parametrize("row", METRICS.values(), ids=lambda row: row.name)
def test_shares_and_scores_are_read_in_percent_and_points(row):
    assert row.scale == (100 if row.unit in ("points", "%") else 1)
    assert (row.kind == "nps") == (row.unit == "points")
    assert row.kind != "share" or row.unit == "%"


@pytest.mark.parametrize(
    ("name", "label", "events", "params"),
    [
        ("did:export", "Share who did export", ("export",), {"event": "export"}),
        ("events:export", "export per user", ("export",), {"event": "export"}),
        ("first:export", "Days to first export", ("export",), {"event": "export"}),
        (
            "converted:export",
            "Share who did export within 14 days of joining",
            ("export",),
            {"event": "export", "days": 14},
        ),
        ("retention:4", "Active in week 4 after joining", (), {"week": 4}),
        ("per_event:export.pages", "pages per export", ("export",), {"event": "export"}),
        ("mean:team_size", "Mean team_size", (), {}),
        ("share:newsletter=True", "newsletter: True", (), {"value": True}),
    ],
)
def test_metric_of_a_family_says_what_it_is_of(full, name, label, events, params):
    found = metric(name, full)
    assert (found.name, found.label, found.events, dict(found.params)) == (name, label, events, params)


def test_activity_is_of_any_event(full):
    assert metric("active_days", full).is_of_any_event
    assert metric("retention:1", full).is_of_any_event
    assert not metric("did:export", full).is_of_any_event
    assert not metric("nps", full).is_of_any_event


def test_property_of_an_event_belongs_to_the_event(full):
    pages = metric("per_event:export.pages", full).attribute
    assert pages is not None
    assert pages.owner == "event"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("retention:0", "'0' is no week after joining: write 1 to 999, for example retention:4"),
        ("retention:four", "'four' is no week"),
        ("per_event:pages", "names no property: write per_event:EVENT.PROPERTY"),
        ("per_event:export.format", "holds text values: a mean needs numbers, try 'did:export'"),
        ("churned", "did you mean 'churn'"),
    ],
)
def test_metric_that_makes_no_sense_is_said(full, name, says):
    with pytest.raises(MetricError, match=says):
        metric(name, full)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("first:exprot", "did you mean 'export'"),
        ("per_event:export.page", "did you mean 'pages'"),
    ],
)
def test_metric_of_an_unknown_thing_names_the_closest(full, name, says):
    with pytest.raises(SegmentError, match=says):
        metric(name, full)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("sessions", r"Sessions per user cannot be computed: no event says which session .* \[\[events\]\]"),
        ("tickets", r"no tickets that name their user .* add a \[\[tickets\]\]"),
        ("mrr", r"add a \[\[subscriptions\]\]"),
        ("churn", r"no churn is loaded; .* \[\[subscription_changes\]\] with change 'churn'"),
        ("downgrade", "no downgrade"),
    ],
)
def test_metric_that_the_data_lack_says_what_to_add(tiny, name, says):
    with pytest.raises(MetricError, match=says):
        metric(name, tiny.catalog)


def test_retention_needs_events(tiny):
    with pytest.raises(MetricError, match="no events are loaded"):
        metric("retention:1", replace(tiny.catalog, events=()))


def test_computable_is_what_lacks_nothing(tiny, full):
    assert [row.name for row in computable(full)] == list(METRICS)
    assert [row.name for row in computable(tiny.catalog)] == [*USUAL, "stickiness", "events"]
    assert [row.name for row in available(tiny.catalog)] == list(USUAL)
    assert not any(missing(row, full) for row in METRICS.values())


def test_metric_groups_are_cut_and_say_how_many_there_are(full):
    groups = {group.label: group for group in metric_groups(full, {"newsletter": ("true", "false")}, most=1)}
    assert [row.name for row in groups["Did"].metrics] == ["did:export"]
    assert groups["Did"].n == 2
    assert [row.name for row in groups["Share with a value"].metrics] == ["share:newsletter=true"]
    assert list(groups)[:4] == ["Sentiment", "Activity", "Revenue", "Support"]


def test_metric_groups_hold_metrics_that_can_be_named(full):
    listed = [row for group in metric_groups(full) for row in group.metrics]
    assert [metric(row.name, full) for row in listed] == listed
    assert len({row.name for row in listed}) == len(listed)


def test_metric_groups_of_data_without_events_hold_attributes_alone(tiny):
    mute = replace(tiny.catalog, events=(), surveys=())
    assert [group.label for group in metric_groups(mute)] == ["Mean of an attribute"]
