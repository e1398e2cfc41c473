-- How long users took to a step of a funnel from the one before, in seconds: as numbers, whoever is in which segment.
-- params: none
-- fills: step
-- grain: one row per user who did the step
select user_id, cast(date_diff('second', previous_at, done_at) as double) as seconds from ({{ step }}) as step
