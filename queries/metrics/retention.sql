-- Whether each user was active in a week after joining: week 1 begins seven days after the day of joining, or of
-- being first seen where that is not known. Users whose week is not wholly inside the window and the data are left
-- out, not counted as lost.
-- params: none
-- fills: returned
-- grain: one row per user whose week has been seen
select user_id, is_back as num, 1 as den from ({{ returned }}) as returned
