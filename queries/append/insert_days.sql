-- Writes the changed days.
-- params: none
-- grain: one row per user and day
insert into built.user_day by name
select user_id, day, events, sessions
from changed_days
order by user_id, day
