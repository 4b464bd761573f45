-- The file: {command} --output {word}
-- {faulty}
-- Run this in the folder of the file, with PostgreSQL 9.5 or newer: {run}
\set ON_ERROR_STOP on
BEGIN;

-- Rows may have a field too few or too many, so each comes as the text of its line; psql wants this on one line.
CREATE TEMP TABLE {import} (line text) ON COMMIT DROP;
\copy {import} FROM {source} WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
DO $segmint$
DECLARE
    headers bigint := (SELECT count(*) FROM {import} WHERE line = '{header}');
    found bigint := (SELECT count(*) FROM {import});
BEGIN
    IF headers <> 1 THEN
        RAISE EXCEPTION 'the file does not begin with the header {header}';
    ELSIF found - 1 <> {rows} THEN
        RAISE EXCEPTION 'the file has % rows, and its recipe {rows}', found - 1;
    END IF;
END
$segmint$;

CREATE TABLE {table} (
    {text_columns},
    fields_beyond text
);
INSERT INTO {table}
SELECT {fields_of_a_line}, CASE WHEN array_length(fields, 1) > {width} THEN array_to_string(fields[{width_and_one}:1000], ',') END
FROM (SELECT string_to_array(line, ',') AS fields FROM {import} WHERE line <> '{header}') AS lines;
COMMIT;
