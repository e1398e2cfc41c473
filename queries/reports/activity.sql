-- How active each user was in the window: what several metrics read, so it is summed once for all of them.
-- params: $start timestamp, $until timestamp
-- grain: one row per user who did anything
select user_id, count(*) as days, sum(events) as events, sum(sessions) as sessions
from user_day
where
    (cast($start as timestamp) is null or day >= cast($start as timestamp))
    and (cast($until as timestamp) is null or day < cast($until as timestamp))
group by user_id
