-- The accounts, each with a dense id and its attributes.
-- params: none
-- grain: one row per account
create or replace table accounts as
select account_id, account_key, account_name, * exclude (account_id, account_key, account_name)
from known_accounts
order by account_id
