-- Takes out the days that are written anew.
-- params: none
-- grain: none
delete from built.user_day as user_day
using changed_days
where changed_days.user_id = user_day.user_id and changed_days.day = user_day.day
