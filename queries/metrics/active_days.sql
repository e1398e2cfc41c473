-- On how many days of the window each user did anything.
-- Users without a row, those who came only after the window left out, did so 0 times.
-- params: $start timestamp, $until timestamp
-- grain: one row per user who did
select user_id, count(*) as num, 1 as den
from user_day
where
    (cast($start as timestamp) is null or day >= cast($start as timestamp))
    and (cast($until as timestamp) is null or day < cast($until as timestamp))
group by user_id
