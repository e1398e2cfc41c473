-- The names of some accounts, or the ids the source gives those that have none.
-- params: $accounts integer[]
-- grain: one row per account
select account_id, coalesce(account_name, account_key) as name
from accounts
where account_id in (select unnest($accounts))
order by account_id
