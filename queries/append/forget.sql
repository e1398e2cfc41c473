-- Forgets what was said about the files of tables that were read again.
-- params: $tables list
-- fills: table
-- grain: none
delete from built.{{ table }} where table_name in (select unnest($tables))
