-- Gives a staging column its type.
-- params: none
-- fills: picked, column, type, reader
-- grain: one row per source row
alter table {{ picked }} alter column {{ column }} type {{ type }} using {{ reader }}({{ column }})
