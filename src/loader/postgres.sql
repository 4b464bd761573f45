-- The file: {command} --output {word}
-- Run this by psql, in the folder of the file.
\set ON_ERROR_STOP on
BEGIN;
CREATE TABLE {table} (
    customer_id       text NOT NULL PRIMARY KEY CHECK (customer_id ~ '^CUST[0-9]{8}$'),
    first_name        text NOT NULL CHECK (first_name <> ''),
    last_name         text NOT NULL CHECK (last_name <> ''),
    email             text NOT NULL UNIQUE CHECK (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'),
    age               smallint NOT NULL CHECK (age BETWEEN {age_min} AND {age_max}),
    state             text NOT NULL CHECK (state IN ({states})),
    city              text NOT NULL CHECK (city <> ''),
    employment_status text NOT NULL CHECK (employment_status IN ({employments})),
    card_type         text NOT NULL CHECK (card_type IN ({cards})),
    credit_limit      integer NOT NULL CHECK (credit_limit BETWEEN {limit_min} AND {limit_max} AND (credit_limit - {limit_min}) % {step} = 0),
    account_open_date date NOT NULL CHECK (account_open_date BETWEEN DATE '{first}' AND DATE '{last}'),
    customer_segment  text NOT NULL CHECK (customer_segment IN ({segments})),
    decline_type      text CHECK (decline_type IN ({declines})),
    CONSTRAINT premium_allowed CHECK (card_type <> 'Premium'{premium}),
    CONSTRAINT decline_only_for_declining CHECK ((customer_segment = 'Declining') = (decline_type IS NOT NULL))
);

-- An empty field that is not in quotes is NULL; psql wants this on one line.
\copy {table} FROM {source} WITH (FORMAT csv, HEADER match)
COMMIT;
