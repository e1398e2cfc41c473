-- The days on which users did anything.
-- params: $end timestamp
-- grain: one row per user and day
select user_id, day from user_day where day < $end
