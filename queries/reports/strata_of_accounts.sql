-- The value of one attribute of each account, as text.
-- params: none
-- fills: attribute
-- grain: one row per account
select account_id, cast({{ attribute }} as varchar) as stratum from accounts
