-- The accounts as their files say now, each with the id it had.
-- params: none
-- grain: one row per account
create or replace table built.accounts as
select account_id, account_key, account_name, * exclude (account_id, account_key, account_name)
from known_accounts
order by account_id
