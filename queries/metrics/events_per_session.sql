-- Events and sessions of each user in the window: together the events in a session, long and short ones alike.
-- Events that name no session count too.
-- params: $start timestamp, $until timestamp
-- grain: one row per user with a session
select user_id, sum(events) as num, sum(sessions) as den
from user_day
where
    (cast($start as timestamp) is null or day >= cast($start as timestamp))
    and (cast($until as timestamp) is null or day < cast($until as timestamp))
group by user_id
having sum(sessions) > 0
