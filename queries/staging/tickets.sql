-- Source rows of tickets, checked: each needs an id, a known user or account, and the time it was opened.
-- params: $now timestamp
-- fills: read_opened_at, read_closed_at
-- grain: one row per source row
create or replace temp table checked_tickets as
with
    dated as (
        select *, {{ read_opened_at }}(opened_at) as "~opened", {{ read_closed_at }}(closed_at) as "~closed"
        from picked_tickets
    )
select
    dated.* exclude (block, user_key, account_key, opened_at, closed_at, "~opened", "~closed"),
    known_users.user_id,
    coalesce(known_accounts.account_id, known_users.account_id) as account_id,
    dated."~opened" as opened_at,
    dated."~closed" as closed_at,
    case
        when dated.ticket_key is null
        then fault('missing ticket id', 'id', null)
        when dated.user_key is null and dated.account_key is null
        then fault('missing user id', 'user', null)
        when dated.user_key is not null and known_users.user_id is null
        then fault('unknown user', 'user', dated.user_key)
        when known_users.user_id is null and known_accounts.account_id is null
        then fault('unknown account', 'account', dated.account_key)
        when dated.opened_at is null
        then fault('missing date', 'opened_at', null)
        when dated."~opened" is null
        then fault('unreadable date', 'opened_at', dated.opened_at)
    end as fault,
    remarks(
        [
            case
                when dated.closed_at is not null and dated."~closed" is null
                then fault('unreadable date', 'closed_at', dated.closed_at)
            end,
            case
                when known_users.user_id is not null
                    and dated.account_key is not null
                    and known_accounts.account_id is null
                then fault('unknown account', 'account', dated.account_key)
            end,
            case when dated."~opened" > $now then fault('date in the future', 'opened_at', dated.opened_at) end
        ]
    ) as notes
from dated
left join known_users on dated.user_key = known_users.user_key
left join known_accounts on dated.account_key = known_accounts.account_key
