-- Writes the changed weeks.
-- params: none
-- grain: one row per user and week
insert into built.user_week by name
select user_id, week, events, days
from changed_weeks
order by week, user_id
