-- Source rows of events, checked: each needs a known user, a name and a time.
-- params: $now timestamp, $repeated timestamp[]
-- fills: read_at
-- grain: one row per source row
create or replace temp table checked_events as
with dated as (select *, {{ read_at }}("at") as ts from picked_events)
select
    dated.* exclude (block, user_key, "at", event_key),
    known_users.user_id,
    case
        when dated.user_key is null
        then fault('missing user id', 'user', null)
        when known_users.user_id is null
        then fault('unknown user', 'user', dated.user_key)
        when dated.event_name is null
        then fault('missing event name', 'name', null)
        when dated.event_name = '*'
        then fault('name of all events', 'name', dated.event_name)
        when dated."at" is null
        then fault('missing date', 'at', null)
        when dated.ts is null
        then fault('unreadable date', 'at', dated."at")
    end as fault,
    remarks(
        [
            case when dated.ts > $now then fault('date in the future', 'at', dated."at") end,
            case
                when list_contains($repeated::timestamp[], time_bucket(interval 30 minutes, dated.ts))
                then fault('hour that comes twice', 'at', dated."at")
            end,
            case
                when dated.ts < known_users.joined_at then fault('date before the user joined', 'at', dated."at")
            end
        ]
    ) as notes
from dated
left join known_users on dated.user_key = known_users.user_key
