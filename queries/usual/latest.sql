-- The latest answer of each user to a survey in usual dates, as found when the data were loaded.
-- params: none
-- fills: table, survey
-- grain: one row per user who answered
select user_id, {{ survey }} as score from {{ table }} where {{ survey }} is not null
