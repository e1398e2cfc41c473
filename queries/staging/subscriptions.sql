-- Source rows of subscriptions, checked: each needs an id, a known account and the time it started.
-- params: $now timestamp
-- fills: read_started_at, read_ended_at, read_renewal_at
-- grain: one row per source row
create or replace temp table checked_subscriptions as
with
    dated as (
        select
            *,
{{ read_started_at }}(started_at) as "~started",
{{ read_ended_at }}(ended_at) as "~ended",
{{ read_renewal_at }}(renewal_at) as "~renewal"
        from picked_subscriptions
    )
select
    dated.* exclude (block, account_key, started_at, ended_at, renewal_at, mrr, "~started", "~ended", "~renewal"),
    known_accounts.account_id,
    dated."~started" as started_at,
    dated."~ended" as ended_at,
    as_number(dated.mrr) as mrr,
    dated."~renewal" as renewal_at,
    case
        when dated.subscription_key is null
        then fault('missing subscription id', 'id', null)
        when dated.account_key is null
        then fault('missing account id', 'account', null)
        when known_accounts.account_id is null
        then fault('unknown account', 'account', dated.account_key)
        when dated.started_at is null
        then fault('missing date', 'started_at', null)
        when dated."~started" is null
        then fault('unreadable date', 'started_at', dated.started_at)
    end as fault,
    remarks(
        [
            case
                when dated.ended_at is not null and dated."~ended" is null
                then fault('unreadable date', 'ended_at', dated.ended_at)
            end,
            case
                when dated.renewal_at is not null and dated."~renewal" is null
                then fault('unreadable date', 'renewal_at', dated.renewal_at)
            end,
            case
                when dated.mrr is not null and as_number(dated.mrr) is null
                then fault('unreadable number', 'mrr', dated.mrr)
            end,
            case when dated."~started" > $now then fault('date in the future', 'started_at', dated.started_at) end
        ]
    ) as notes
from dated
left join known_accounts on dated.account_key = known_accounts.account_key
