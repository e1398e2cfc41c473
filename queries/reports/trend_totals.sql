-- Sums over time of a metric that others have as 0: of each user's value x in a period and of its square, by period,
-- account and combination of segments, of those who had come by then: joined, or were seen before that.
-- params: $grain varchar, and those of the metric
-- fills: metric
-- grain: one row per (period, account or -1, mask) with anyone above 0
with
    metric as ({{ metric }}),

    came as (
        select
            user_id,
            coalesce(account_id, -1) as account_id,
            case
                when joined_at is not null
                then cast(date_trunc($grain, least(joined_at, coalesce(first_seen, joined_at))) as date)
            end as came_in
        from users
    )

select
    metric.period,
    came.account_id,
    member.mask,
    sum(cast(metric.num as double)) as total,
    sum(cast(metric.num as double) * metric.num) as squares
from metric
inner join member on member.user_id = metric.user_id
inner join came on came.user_id = metric.user_id
where came.came_in is null or came.came_in <= metric.period
group by metric.period, came.account_id, member.mask
