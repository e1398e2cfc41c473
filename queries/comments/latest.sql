-- The latest comment of each member to a survey in the window, in an order that mixes people, the first of them.
-- params: $survey varchar, $start timestamp, $until timestamp, $low integer, $high integer, $most integer
-- grain: one row per member who left a comment
with
    latest as (
        select user_id, score, ts, comment, row_number
        from responses
        where
            survey = $survey
            and length(trim(comment)) > 0
            and score between $low and $high
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        qualify row_number() over (partition by user_id order by ts desc nulls last, row_number desc) = 1
    )

select
    latest.user_id,
    coalesce(users.account_id, -1) as account_id,
    member.mask,
    cast(latest.score as double) as score,
    cast(cast(latest.ts as date) as varchar) as day,
    latest.comment
from latest
inner join member on member.user_id = latest.user_id
inner join users on users.user_id = latest.user_id
order by (latest.row_number * 7919) % 1000003, latest.row_number
limit $most
