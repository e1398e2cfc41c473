-- The accounts that were loaded before, where their files are the same.
-- params: none
-- grain: one row per account
create or replace temp table known_accounts as
select account_id, account_key, account_name
from built.accounts
