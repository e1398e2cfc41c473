-- One fact about this warehouse.
-- params: $key text, $value text
-- grain: one row
insert into meta
values ($key, $value)
