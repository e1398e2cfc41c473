-- Source rows of accounts, checked: each needs an id, and the first row of an id counts.
-- params: none
-- grain: one row per source row
create or replace temp table checked_accounts as
with
    numbered as (
        select *, row_number() over (partition by account_key order by rowid) as "~nth"
        from picked_accounts
    )
select
    * exclude ("~nth"),
    case
        when account_key is null
        then fault('missing account id', 'id', null)
        when "~nth" > 1
        then fault('duplicate account id', 'id', account_key)
    end as fault,
    []::struct(reason varchar, column_name varchar, value varchar)[] as notes
from numbered
