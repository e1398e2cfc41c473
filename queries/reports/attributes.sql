-- What is known of users and accounts.
-- params: none
-- grain: one row per attribute, in the order of the source
select name, label, kind, type, owner, is_personal, n_values from attributes order by position
