-- The further columns that survey answers carry, besides who answered what and when.
-- params: none
-- grain: one row per column, by name
select column_name
from information_schema.columns
where
    table_name = 'responses'
    and table_catalog = current_database()
    and data_type in ('VARCHAR', 'BOOLEAN')
    and column_name not in ('survey', 'comment')
order by column_name
