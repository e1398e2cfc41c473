"""The metrics that need no argument: one row each."""

from dataclasses import replace

from strata.model.metrics.metric import Metric

_CHURN = Metric(
    "churn",
    "Churned accounts",
    "share",
    "account_change",
    "%",
    "accounts",
    "lower_is_better",
    margin=2,
    params=(("change", "churn"),),
    needs="churn",
    per="account",
)

METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("nps", "NPS", "nps", "nps", "points", "answers", margin=5, survey="nps", reads="latest"),
        Metric("csat", "CSAT (4 or 5 of 5)", "share", "csat", "%", "answers", margin=3, survey="csat", reads="latest"),
        Metric(
            "csat_mean",
            "CSAT mean (1 to 5)",
            "rating",
            "csat_mean",
            "",
            "answers",
            margin=0.1,
            survey="csat",
            reads="latest",
        ),
        Metric(
            "active_days",
            "Days active",
            "mean",
            "active_days",
            "days",
            "users",
            needs="events",
            zero_for_others=True,
            reads="activity",
        ),
        Metric(
            "stickiness",
            "Stickiness (DAU/MAU)",
            "ratio",
            "stickiness",
            "%",
            "users",
            margin=1,
            needs="events",
            reads="month",
        ),
        Metric(
            "events",
            "Events per user",
            "mean",
            "all_events",
            "events",
            "users",
            needs="events",
            zero_for_others=True,
            reads="activity",
        ),
        Metric(
            "sessions",
            "Sessions per user",
            "mean",
            "sessions",
            "sessions",
            "users",
            needs="sessions",
            zero_for_others=True,
            reads="activity",
        ),
        Metric(
            "events_per_session",
            "Events per session",
            "ratio",
            "events_per_session",
            "events",
            "users",
            "neither",
            needs="sessions",
            reads="activity",
        ),
        _CHURN,
        replace(
            _CHURN,
            name="downgrade",
            label="Downgraded accounts",
            params=(("change", "downgrade"),),
            needs="downgrade",
        ),
        Metric("mrr", "MRR per account", "mean", "mrr", "a month", "accounts", needs="subscriptions", per="account"),
        Metric(
            "tickets",
            "Tickets per user",
            "mean",
            "tickets",
            "tickets",
            "users",
            "lower_is_better",
            needs="tickets",
            zero_for_others=True,
        ),
    )
}
"""In the order in which they are shown."""

USUAL = ("nps", "csat", "csat_mean", "active_days")
"""What is compared before anyone chose."""
