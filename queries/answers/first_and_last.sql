-- The first and the latest answer to a survey in the window of everyone who answered on two different days or more.
-- params: $survey varchar, $start timestamp, $until timestamp
-- grain: one row per user who answered again
with
    dated as (
        select
            user_id,
            score,
            ts,
            row_number() over (partition by user_id order by ts, row_number) as from_first,
            row_number() over (partition by user_id order by ts desc, row_number desc) as from_last
        from responses
        where
            survey = $survey
            and ts is not null
            and (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
    )

select
    user_id,
    max(case when from_first = 1 then score end) as first_score,
    max(case when from_last = 1 then score end) as last_score
from dated
group by user_id
having cast(min(ts) as date) < cast(max(ts) as date)
