-- How many support tickets each user opened in the window; those of an account that name no user are nobody's.
-- Users without a row, those who came only after the window left out, did so 0 times.
-- params: $start timestamp, $until timestamp
-- grain: one row per user who did
select user_id, count(*) as num, 1 as den
from tickets
where
    user_id is not null
    and (cast($start as timestamp) is null or opened_at >= cast($start as timestamp))
    and (cast($until as timestamp) is null or opened_at < cast($until as timestamp))
group by user_id
