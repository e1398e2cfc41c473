-- How many members left a comment to a survey in the window, and how many comments that contain a text they left.
-- params: $survey varchar, $start timestamp, $until timestamp, $low integer, $high integer, $find varchar
-- grain: one row
select count(distinct responses.user_id) as n_people, count(*) as n_comments
from responses
inner join member on member.user_id = responses.user_id
where
    responses.survey = $survey
    and length(trim(responses.comment)) > 0
    and contains(lower(responses.comment), lower($find))
    and responses.score between $low and $high
    and (cast($start as timestamp) is null or responses.ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or responses.ts < cast($until as timestamp))
