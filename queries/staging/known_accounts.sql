-- The accounts of this load, with dense ids in the order of their keys.
-- params: none
-- grain: one row per account
create or replace temp table known_accounts as
select
    (row_number() over (order by account_key) - 1)::integer as account_id,
    * exclude (row_number, file, block, fault, notes)
from checked_accounts
where fault is null
order by account_id
