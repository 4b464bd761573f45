-- The file: {command} --output {word}
-- Run this in the folder of the file, with DuckDB 1.0 or newer: {run}
BEGIN TRANSACTION;

-- Columns are read by their position, so the header is looked at first.
SELECT CASE WHEN NOT coalesce({is_header}, false) THEN error('the file does not begin with the header {header}') END AS header
FROM (SELECT * FROM read_csv({source}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', columns = {
    {text_map}
}) LIMIT 1);

CREATE TABLE {table} (
    {definitions}
);
INSERT INTO {table} ({names})
SELECT {values_read} FROM read_csv({source}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = [{no_values}], columns = {
    {typed_map}
});
SELECT CASE WHEN count(*) <> {rows} THEN error('the file has ' || count(*) || ' rows, and its recipe {rows}') END AS rows
FROM {table};
COMMIT;
