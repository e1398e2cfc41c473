-- Whether the latest CSAT answer of each user in the window is one of the top two (4 or 5 of 5).
-- params: $start timestamp, $until timestamp
-- grain: one row per user who answered
with
    latest as (
        select user_id, score
        from responses
        where
            survey = 'csat'
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        qualify row_number() over (partition by user_id order by ts desc nulls last, row_number desc) = 1
    )

select user_id, case when score >= 4 then 1 else 0 end as num, 1 as den
from latest
