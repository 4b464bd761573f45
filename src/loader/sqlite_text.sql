-- The file: {command} --output {word}
-- {faulty}
-- Run this in the folder of the file, with SQLite 3.20 or newer and its JSON functions: {run}
.bail on
BEGIN;

-- Rows may have a field too few or too many, so each comes as the text of its line.
CREATE TEMP TABLE {import} (line);
.mode ascii
.separator "\037" "\n"
.import {source} {import}
-- What this refuses is told by the name of what it breaks.
CREATE TEMP TABLE {check} (
    headers CONSTRAINT "the file does not begin with the header {header}" CHECK (headers = 1),
    found CONSTRAINT "the file does not have the {rows} rows of its recipe" CHECK (found = {rows})
);
INSERT INTO temp.{check}
SELECT (SELECT count(*) FROM temp.{import} WHERE line = '{header}'), (SELECT count(*) - 1 FROM temp.{import});

CREATE TABLE {table} (
    {text_columns},
    fields_beyond TEXT
);
INSERT INTO {table}
SELECT {fields_of_a_line}, json_extract(fields, '$[{width}]')
FROM (
    SELECT '["' || replace(replace(replace(line, '\', '\\'), '"', '\"'), ',', '","') || '"]' AS fields
    FROM temp.{import} WHERE line <> '{header}'
);
DROP TABLE temp.{import};
DROP TABLE temp.{check};
COMMIT;
