-- The NPS of each segment month by month, of the latest answer of each user in the month.
-- params: $start timestamp, $until timestamp
-- fills: members
-- grain: one row per segment and month
with
    members as ({{ members }}),

    latest as (
        select user_key, date_trunc('month', ts) as month, score
        from answers
        where ts >= $start and ts < $until
        qualify row_number() over (partition by user_key, date_trunc('month', ts) order by ts desc, row_number desc) = 1
    )

select
    members.segment,
    strftime(latest.month, '%Y-%m-%d') as category,
    100.0 * avg(case when score >= 9 then 1 when score <= 6 then -1 else 0 end) as value
from latest
inner join members on members.user_key = latest.user_key
group by members.segment, latest.month
