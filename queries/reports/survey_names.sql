-- The surveys that were answered at least once.
-- params: none
-- grain: one row per survey, by name
select distinct survey from responses order by survey
