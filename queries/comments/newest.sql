-- The comments of members to a survey in the window that contain a text, the newest first, the first of them.
-- params: $survey varchar, $start timestamp, $until timestamp, $low integer, $high integer, $find varchar,
-- $most integer
-- grain: one row per comment
select
    responses.user_id,
    coalesce(users.account_id, -1) as account_id,
    member.mask,
    cast(responses.score as double) as score,
    cast(cast(responses.ts as date) as varchar) as day,
    responses.comment
from responses
inner join member on member.user_id = responses.user_id
inner join users on users.user_id = responses.user_id
where
    responses.survey = $survey
    and length(trim(responses.comment)) > 0
    and contains(lower(responses.comment), lower($find))
    and responses.score between $low and $high
    and (cast($start as timestamp) is null or responses.ts >= cast($start as timestamp))
    and (cast($until as timestamp) is null or responses.ts < cast($until as timestamp))
order by responses.ts desc nulls last, responses.row_number desc
limit $most
