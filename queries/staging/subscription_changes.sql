-- Source rows of subscription changes, checked: each needs a known account, a time and what changed.
-- params: $now timestamp
-- fills: read_at
-- grain: one row per source row
create or replace temp table checked_subscription_changes as
with dated as (select *, {{ read_at }}("at") as "~moment" from picked_subscription_changes)
select
    dated.* exclude (block, account_key, "at", "~moment"),
    known_accounts.account_id,
    dated."~moment" as "at",
    case
        when dated.account_key is null
        then fault('missing account id', 'account', null)
        when known_accounts.account_id is null
        then fault('unknown account', 'account', dated.account_key)
        when dated.change is null
        then fault('missing change', 'change', null)
        when dated."at" is null
        then fault('missing date', 'at', null)
        when dated."~moment" is null
        then fault('unreadable date', 'at', dated."at")
    end as fault,
    remarks([case when dated."~moment" > $now then fault('date in the future', 'at', dated."at") end]) as notes
from dated
left join known_accounts on dated.account_key = known_accounts.account_key
