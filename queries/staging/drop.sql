-- Lets go of a staging table that has served its purpose.
-- params: none
-- fills: table
-- grain: none
drop table {{ table }}
