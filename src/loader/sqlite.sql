-- The file: {command} --output {word}
-- Run this by sqlite3, in the folder of the file.
.bail on
BEGIN;
CREATE TABLE {table} (
    customer_id       TEXT NOT NULL PRIMARY KEY CHECK (customer_id GLOB 'CUST[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
    first_name        TEXT NOT NULL CHECK (first_name <> ''),
    last_name         TEXT NOT NULL CHECK (last_name <> ''),
    email             TEXT NOT NULL UNIQUE CHECK (email LIKE '_%@_%._%' AND email NOT LIKE '%@%@%' AND email NOT LIKE '% %'),
    age               INTEGER NOT NULL CHECK (age BETWEEN {age_min} AND {age_max}),
    state             TEXT NOT NULL CHECK (state IN ({states})),
    city              TEXT NOT NULL CHECK (city <> ''),
    employment_status TEXT NOT NULL CHECK (employment_status IN ({employments})),
    card_type         TEXT NOT NULL CHECK (card_type IN ({cards})),
    credit_limit      INTEGER NOT NULL CHECK (credit_limit BETWEEN {limit_min} AND {limit_max} AND (credit_limit - {limit_min}) % {step} = 0),
    account_open_date TEXT NOT NULL CHECK (account_open_date IS date(account_open_date, '+0 days') AND account_open_date BETWEEN '{first}' AND '{last}'),
    customer_segment  TEXT NOT NULL CHECK (customer_segment IN ({segments})),
    decline_type      TEXT CHECK (decline_type IN ({declines})),
    CONSTRAINT premium_allowed CHECK (card_type <> 'Premium'{premium}),
    CONSTRAINT decline_only_for_declining CHECK ((customer_segment = 'Declining') = (decline_type IS NOT NULL))
) STRICT;

-- .import knows no NULL, so the text of the file comes first into a table of its own.
CREATE TEMP TABLE customers_csv (customer_id, first_name, last_name, email, age, state, city, employment_status, card_type, credit_limit, account_open_date, customer_segment, decline_type);
.import --csv --skip 1 {source} customers_csv
INSERT INTO {table}
SELECT customer_id, first_name, last_name, email, age, state, city, employment_status, card_type, credit_limit, account_open_date, customer_segment,
    -- A field that is not there at all is no decline type.
    CASE decline_type WHEN '' THEN NULL ELSE coalesce(decline_type, 'missing') END
FROM temp.customers_csv;
DROP TABLE temp.customers_csv;
COMMIT;
