-- Events and sessions of each user in each period: together the events in a session, long and short ones alike.
-- Events that name no session count too.
-- params: $grain varchar, $start timestamp, $until timestamp
-- grain: one row per user and period with a session
select user_id, cast(date_trunc($grain, day) as date) as period, sum(events) as num, sum(sessions) as den
from user_day
where day >= cast($start as timestamp) and day < cast($until as timestamp)
group by user_id, date_trunc($grain, day)
having sum(sessions) > 0
