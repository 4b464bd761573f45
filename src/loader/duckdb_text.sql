-- The file: {command} --output {word}
-- {faulty}
-- Run this in the folder of the file, with DuckDB 1.0 or newer: {run}
BEGIN TRANSACTION;

-- Rows may have a field too few or too many, so each comes as the text of its line.
CREATE TEMP TABLE {import} AS
SELECT line FROM read_csv({source}, auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', columns = {'line': 'VARCHAR'});
SELECT
    CASE WHEN count(*) FILTER (line = '{header}') <> 1 THEN error('the file does not begin with the header {header}') END AS header,
    CASE WHEN count(*) - 1 <> {rows} THEN error('the file has ' || count(*) - 1 || ' rows, and its recipe {rows}') END AS rows
FROM {import};

CREATE TABLE {table} (
    {text_columns},
    fields_beyond VARCHAR
);
INSERT INTO {table}
SELECT {fields_of_a_line}, CASE WHEN len(fields) > {width} THEN array_to_string(fields[{width_and_one}:], ',') END
FROM (SELECT string_split(line, ',') AS fields FROM {import} WHERE line <> '{header}');
DROP TABLE {import};
COMMIT;
