-- The scores and times of answers, and nothing done with them.
-- params: $start timestamp, $until timestamp
-- grain: one row
select sum(user_id) as total, sum(score) as scores from responses where survey = 'nps' and ts >= $start and ts < $until
