-- The file: {command} --output {word}
-- Run this in the folder of the file, with SQLite 3.20 or newer: {run}
.bail on
{foreign_keys_on}BEGIN;

-- .import knows no NULL, so the text of the file comes first into a table of its own, with its header as a row.
CREATE TEMP TABLE {import} ({names});
.mode csv
.import {source} {import}
-- What this refuses is told by the name of what it breaks.
CREATE TEMP TABLE {check} (
    headers CONSTRAINT "the file does not begin with the header {header}" CHECK (headers = 1),
    found CONSTRAINT "the file does not have the {rows} rows of its recipe" CHECK (found = {rows}),
    short CONSTRAINT "rows have fewer fields than the header" CHECK (short = 0)
);
INSERT INTO temp.{check}
SELECT
    (SELECT count(*) FROM temp.{import} WHERE {is_header}),
    (SELECT count(*) - 1 FROM temp.{import}),
    (SELECT count(*) FROM temp.{import} WHERE {last_column} IS NULL);
DELETE FROM temp.{import} WHERE {is_header};

CREATE TABLE {table} (
    {definitions}
);
INSERT INTO {table} ({names})
SELECT
    {casts}
FROM temp.{import};
DROP TABLE temp.{import};
DROP TABLE temp.{check};
COMMIT;
