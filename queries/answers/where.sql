-- The latest answer of each user to a survey in the window among those that carry one value in a further column, or
-- among those that carry any other, as given.
-- params: $survey varchar, $start timestamp, $until timestamp, $value varchar, $is_same boolean
-- fills: column
-- grain: one row per user who gave such an answer
with
    latest as (
        select user_id, score
        from responses
        where
            survey = $survey
            and (cast({{ column }} as varchar) = $value) = $is_same
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        qualify row_number() over (partition by user_id order by ts desc nulls last, row_number desc) = 1
    )

select user_id, score as num, 1 as den
from latest
