-- The latest NPS answer of each user in each period: 1 promoter (9, 10), 0 passive, -1 detractor (0 to 6).
-- params: $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user and period in which the user answered
with
    dated as (
        select user_id, cast(date_trunc($grain, ts) as date) as period, score, ts, row_number
        from responses
        where survey = 'nps' and ts >= cast($start as timestamp) and ts < cast($until as timestamp)
    ),
    latest as (
        select user_id, period, score
        from dated
        qualify row_number() over (partition by user_id, period order by ts desc, row_number desc) = 1
    )

select user_id, period, case when score >= 9 then 1 when score <= 6 then -1 else 0 end as num, 1 as den
from latest
