-- The file: {command} --output {word}
-- Run this in the folder of the file, with PostgreSQL 9.5 or newer: {run}
\set ON_ERROR_STOP on
BEGIN;

-- The text of the file comes first into a table of its own, with its header as a row.
CREATE TEMP TABLE {import} (
    {text_columns}
) ON COMMIT DROP;
-- psql wants this on one line.
\copy {import} FROM {source} WITH (FORMAT csv)
DO $segmint$
DECLARE
    headers bigint := (SELECT count(*) FROM {import} WHERE {is_header});
    found bigint := (SELECT count(*) FROM {import});
BEGIN
    IF headers <> 1 THEN
        RAISE EXCEPTION 'the file does not begin with the header {header}';
    ELSIF found - 1 <> {rows} THEN
        RAISE EXCEPTION 'the file has % rows, and its recipe {rows}', found - 1;
    END IF;
END
$segmint$;
DELETE FROM {import} WHERE {is_header};

CREATE TABLE {table} (
    {definitions}
);
INSERT INTO {table} ({names})
SELECT
    {casts}
FROM {import};
{foreign_key_later}COMMIT;
