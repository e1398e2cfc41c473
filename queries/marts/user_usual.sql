-- What each user did and answered within dates that people look at first: what metrics of these dates read, account by
-- account, people without one last. Who did nothing has 0, who did not answer null.
-- params: $start timestamp, $until timestamp
-- fills: table, activity, month
-- grain: one row per user
create or replace table {{ table }} as
with
    activity as ({{ activity }}),
    month as ({{ month }}),
    answers as (
        select user_id, survey, score
        from responses
        where
            (cast($start as timestamp) is null or ts >= cast($start as timestamp))
            and (cast($until as timestamp) is null or ts < cast($until as timestamp))
        qualify row_number() over (partition by survey, user_id order by ts desc nulls last, row_number desc) = 1
    ),
    latest as (
        select
            user_id,
            max(score) filter (where survey = 'nps') as nps,
            max(score) filter (where survey = 'csat') as csat
        from answers
        group by user_id
    )
select
    users.user_id,
    coalesce(activity.days, 0)::integer as days,
    coalesce(activity.events, 0)::bigint as events,
    coalesce(activity.sessions, 0)::bigint as sessions,
    coalesce(month.days, 0)::tinyint as month_days,
    coalesce(month.of_days, 0)::tinyint as month_of_days,
    latest.nps,
    latest.csat
from users
left join activity on activity.user_id = users.user_id
left join month on month.user_id = users.user_id
left join latest on latest.user_id = users.user_id
order by users.account_id nulls last, users.user_id
