-- The upgrades, downgrades, churns and other changes of accounts.
-- params: none
-- grain: one row per change
create or replace table subscription_changes as
select account_id, "at", change, * exclude (account_id, "at", change, row_number, file, fault, notes)
from checked_subscription_changes
where fault is null
order by account_id, "at"
