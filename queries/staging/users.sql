-- Source rows of users, checked: each needs an id, and the first row of an id counts.
-- params: $now timestamp
-- fills: read_joined_at
-- grain: one row per source row
create or replace temp table checked_users as
with
    numbered as (
        select
            *,
{{ read_joined_at }}(joined_at) as "~joined",
            as_flag(is_internal) as "~internal",
            row_number() over (partition by user_key order by rowid) as "~nth"
        from picked_users
    )
select
    numbered.* exclude (joined_at, is_internal, account_key, "~joined", "~internal", "~nth"),
    known_accounts.account_id,
    numbered."~joined" as joined_at,
    coalesce(numbered."~internal", false) as is_internal,
    case
        when numbered.user_key is null
        then fault('missing user id', 'id', null)
        when numbered."~nth" > 1
        then fault('duplicate user id', 'id', numbered.user_key)
    end as fault,
    remarks(
        [
            case
                when numbered.joined_at is not null and numbered."~joined" is null
                then fault('unreadable date', 'joined_at', numbered.joined_at)
            end,
            case
                when numbered."~joined" > $now then fault('date in the future', 'joined_at', numbered.joined_at)
            end,
            case
                when numbered.is_internal is not null and numbered."~internal" is null
                then fault('unreadable flag', 'internal', numbered.is_internal)
            end,
            case
                when numbered.account_key is not null and known_accounts.account_id is null
                then fault('unknown account', 'account', numbered.account_key)
            end
        ]
    ) as notes
from numbered
left join known_accounts on numbered.account_key = known_accounts.account_key
