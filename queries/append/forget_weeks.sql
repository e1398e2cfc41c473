-- Takes out the weeks that are written anew.
-- params: none
-- grain: none
delete from built.user_week as user_week
using changed_weeks
where changed_weeks.user_id = user_week.user_id and changed_weeks.week = user_week.week
