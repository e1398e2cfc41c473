-- What the statistics need of a metric over time: sums of each user's value x in a period, and of what it is counted
-- per, w, by period, account and combination of segments. The metric says the period of each of its rows.
-- params: those of the metric
-- fills: metric
-- grain: one row per (period, account or -1, mask)
with
    metric as ({{ metric }}),

    valued as (
        select
            metric.period,
            users.account_id,
            member.mask,
            cast(metric.num as double) as x,
            cast(metric.den as double) as w
        from metric
        inner join member on member.user_id = metric.user_id
        inner join users on users.user_id = metric.user_id
    )

select
    period,
    coalesce(account_id, -1) as account_id,
    mask,
    count(*) as n,
    sum(x) as total,
    sum(x * x) as squares,
    sum(w) as weight,
    sum(w * w) as weight_squares,
    sum(w * x) as products
from valued
where w > 0
group by period, account_id, mask
