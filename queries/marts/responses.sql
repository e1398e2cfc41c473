-- What users answered to surveys; blank answers are none.
-- params: none
-- grain: one row per answer
create or replace table responses as
select
    survey,
    user_id,
    ts,
    score::tinyint as score,
    comment,
    row_number,
    * exclude (survey, user_id, ts, score, comment, row_number, file, fault, notes)
from checked_responses
where fault is null and score is not null
order by survey, ts, row_number
