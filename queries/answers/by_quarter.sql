-- The latest answer of each user to a survey in each quarter of the window, as given; answers without a date are one
-- quarter of their own, and count only while the window is open at both ends.
-- params: $survey varchar, $start timestamp, $until timestamp
-- grain: one row per user and quarter in which the user answered
with
    latest as (
        select user_id, score
        from responses
        where
            survey = $survey
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        qualify
            row_number() over (
                partition by user_id, date_trunc('quarter', ts) order by ts desc nulls last, row_number desc
            )
            = 1
    )

select user_id, score as num, 1 as den
from latest
