-- The latest answer of each user to a survey in the window.
-- Answers without a date count only while the window is open at both ends.
-- params: $survey varchar, $start timestamp, $until timestamp
-- grain: one row per user who answered
select user_id, score
from responses
where
    survey = $survey
    and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or ts < cast($until as timestamp))
qualify row_number() over (partition by user_id order by ts desc nulls last, row_number desc) = 1
