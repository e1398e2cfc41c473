-- One file this warehouse was loaded from.
-- params: $table text, $block text, $file text, $n_bytes integer, $modified_ns integer, $digest text
-- grain: one row
insert into load_sources
values ($table, $block, $file, $n_bytes, $modified_ns, $digest)
