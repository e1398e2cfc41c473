-- The properties that events carry, as columns of their table.
-- params: none
-- grain: one row per property, in the order of the source
select column_name, data_type
from information_schema.columns
where
    table_catalog = 'warehouse'
    and table_name = 'events'
    and column_name not in ('event_name', 'user_id', 'ts', 'session_id')
order by ordinal_position
