-- Events and sessions of each user in the window: together the events in a session, long and short ones alike.
-- Events that name no session count too.
-- params: none
-- fills: activity
-- grain: one row per user with a session
select user_id, events as num, sessions as den from ({{ activity }}) as activity where sessions > 0
