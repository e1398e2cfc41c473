-- The accounts of this load: known ones keep their ids, new ones follow in the order of their keys.
-- params: none
-- grain: one row per account
create or replace temp table known_accounts as
with
    numbered as (
        select
            accounts.account_id as "~known",
            row_number() over (
                partition by accounts.account_id is null order by checked_accounts.account_key
            ) as "~nth",
            checked_accounts.* exclude (row_number, file, block, fault, notes)
        from checked_accounts
        left join built.accounts as accounts on accounts.account_key = checked_accounts.account_key
        where checked_accounts.fault is null
    )
select
    coalesce("~known", (select count(*) from built.accounts) + "~nth" - 1)::integer as account_id,
    * exclude ("~known", "~nth")
from numbered
order by account_id
