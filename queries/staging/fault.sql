-- One remark on one cell: why it matters, which key of the project file it came through, what it says.
-- params: none
-- grain: one value
create or replace temp macro fault(why, place, cell) as
    {'reason': why::varchar, 'column_name': place::varchar, 'value': cell::varchar}
