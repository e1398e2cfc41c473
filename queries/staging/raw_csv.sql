-- Makes a raw table from a delimited text file whose dialect is known; any irregular record is an error.
-- params: $path text, $columns struct of column types, $delimiter text
-- fills: raw
-- grain: one row per record under the header
create or replace temp table {{ raw }} as
select row_number() over () as strata_row, *
from
    read_csv(
        $path,
        auto_detect = false,
        header = true,
        columns = $columns,
        delim = $delimiter,
        quote = '"',
        escape = '"',
        strict_mode = true,
        null_padding = false,
        allow_quoted_nulls = true
    )
