-- The latest NPS answer of each user in the window: 1 promoter (9, 10), 0 passive, -1 detractor (0 to 6).
-- Answers without a date count only while the window is open at both ends.
-- params: $start timestamp, $until timestamp
-- grain: one row per user who answered
with
    latest as (
        select user_id, score
        from responses
        where
            survey = 'nps'
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        qualify row_number() over (partition by user_id order by ts desc nulls last, row_number desc) = 1
    )

select user_id, case when score >= 9 then 1 when score <= 6 then -1 else 0 end as num, 1 as den
from latest
