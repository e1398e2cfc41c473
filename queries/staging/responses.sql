-- Source rows of survey answers, checked: each needs a known user and a score on its survey's scale.
-- params: $now timestamp
-- fills: read_at
-- grain: one row per source row
create or replace temp table checked_responses as
with
    numbered as (
        select *, {{ read_at }}("at") as ts, as_number(score) as "~number"
        from picked_responses
    )
select
    numbered.* exclude (block, user_key, "at", score, "~number"),
    known_users.user_id,
    numbered."~number" as score,
    case
        when numbered.score is null
        then null
        when numbered.user_key is null
        then fault('missing user id', 'user', null)
        when known_users.user_id is null
        then fault('unknown user', 'user', numbered.user_key)
        when numbered."~number" is null
        then fault('score is not a number', 'score', numbered.score)
        when numbered.survey = 'nps' and (numbered."~number" not between 0 and 10 or numbered."~number" % 1 <> 0)
        then fault('off the NPS scale', 'score', numbered.score)
        when numbered.survey = 'csat' and (numbered."~number" not between 1 and 5 or numbered."~number" % 1 <> 0)
        then fault('off the CSAT scale', 'score', numbered.score)
        when numbered."at" is not null and numbered.ts is null
        then fault('unreadable date', 'at', numbered."at")
    end as fault,
    remarks(
        [
            case when numbered.score is null then fault(concat('blank ', upper(numbered.survey), ' score'), 'score', null) end,
            case
                when numbered.score is not null and numbered.ts > $now
                then fault('date in the future', 'at', numbered."at")
            end,
            case
                when numbered.score is not null and numbered.ts < known_users.joined_at
                then fault('date before the user joined', 'at', numbered."at")
            end
        ]
    ) as notes
from numbered
left join known_users on numbered.user_key = known_users.user_key
