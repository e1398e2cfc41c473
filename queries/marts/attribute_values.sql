-- The values text and boolean attributes take, filled by user_values and account_values.
-- params: none
-- grain: one row per attribute and value
create or replace table attribute_values (attribute varchar, value varchar, n_users bigint)
