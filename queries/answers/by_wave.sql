-- The latest answer of each user to a survey in each of its waves in the window, as given.
-- params: $survey varchar, $start timestamp, $until timestamp
-- fills: wave
-- grain: one row per user and wave in which the user answered
with
    latest as (
        select user_id, score
        from responses
        where
            survey = $survey
            and {{ wave }} is not null
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        qualify row_number() over (partition by user_id, {{ wave }} order by ts desc nulls last, row_number desc) = 1
    )

select user_id, score as num, 1 as den
from latest
