-- What each user adds to a log-rank test of a time: 1 if he did it, less what was expected of him, which is the sum of
-- the hazards that all users who are counted had on each of his days.
-- params: those of the metric
-- fills: metric
-- grain: one row per user who is counted and has a time
with
    metric as ({{ metric }}),

    times as (
        select users.user_id, users.account_id, metric.num as day, cast(metric.den as double) as seen
        from metric
        inner join users on users.user_id = metric.user_id
        where not users.is_internal
    ),

    days as (select day, cast(count(*) as double) as n, sum(seen) as n_seen from times group by day),

    risks as (select day, n_seen, sum(n) over (order by day desc) as at_risk from days),

    expectations as (select day, sum(n_seen / at_risk) over (order by day) as expected from risks)

select times.user_id, times.account_id, times.seen - expectations.expected as num, cast(1 as double) as den
from times
inner join expectations on expectations.day = times.day
