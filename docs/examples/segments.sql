-- Finds the segment of every customer again from what they buy, and counts how often it is the one that they were given.
-- The same text runs in DuckDB, PostgreSQL and SQLite, on the two tables of one recipe of version 2:
--
--     segmint generate --as-of 2026-11-23
--
--     segmint loader duckdb --as-of 2026-11-23 | duckdb shop.duckdb
--     segmint loader duckdb --as-of 2026-11-23 --of transactions | duckdb shop.duckdb
--     duckdb shop.duckdb < segments.sql
--
--     segmint loader postgres --as-of 2026-11-23 | psql
--     segmint loader postgres --as-of 2026-11-23 --of transactions | psql
--     psql --file segments.sql
--
--     segmint loader sqlite --as-of 2026-11-23 | sqlite3 shop.db
--     segmint loader sqlite --as-of 2026-11-23 --of transactions | sqlite3 shop.db
--     sqlite3 -header -column shop.db < segments.sql
--
-- The answer has a row for each segment given, and a column for each segment found, with the number of customers. The
-- last row is of all customers, and the last column is the percentage of whom the segment given is found.
--
-- No clock is asked: the reference day is the one after the latest transaction. Dollars are counted in cents, so that
-- sums are exact, and days by their number, because no way to subtract dates is common to the three.

WITH dates AS (
    -- 1 March begins the year here, so that a leap day is its last.
    SELECT
        transaction_date,
        year,
        month,
        day,
        CASE WHEN month > 2 THEN year ELSE year - 1 END AS years,
        CASE WHEN month > 2 THEN month - 3 ELSE month + 9 END AS months
    FROM (
        SELECT
            transaction_date,
            CAST(substr(CAST(transaction_date AS VARCHAR), 1, 4) AS INTEGER) AS year,
            CAST(substr(CAST(transaction_date AS VARCHAR), 6, 2) AS INTEGER) AS month,
            CAST(substr(CAST(transaction_date AS VARCHAR), 9, 2) AS INTEGER) AS day
        FROM (SELECT DISTINCT transaction_date FROM transactions) AS days
    ) AS parts
),
calendar AS (
    -- Of a division only the whole part counts, which not all of them give: x - x % n is a multiple of n.
    SELECT
        transaction_date,
        12 * year + month AS month_number,
        365 * years + (years - years % 4) / 4 - (years - years % 100) / 100 + (years - years % 400) / 400
            + (153 * months + 2 - (153 * months + 2) % 5) / 5 + day AS day_number,
        CASE
            WHEN month IN (4, 6, 9, 11) THEN day = 30
            WHEN month <> 2 THEN day = 31
            WHEN year % 4 = 0 AND (year % 100 <> 0 OR year % 400 = 0) THEN day = 29
            ELSE day = 28
        END AS ends_month
    FROM dates
),
reference AS (
    -- The day after the last of a month is in the next.
    SELECT day_number + 1 AS today, month_number + CASE WHEN ends_month THEN 1 ELSE 0 END AS this_month
    FROM calendar
    WHERE transaction_date = (SELECT max(transaction_date) FROM transactions)
),
payments AS (
    SELECT
        customer_id,
        CAST(round(transaction_amount * 100) AS BIGINT) AS cents,
        merchant_category,
        today - day_number AS days_ago,
        this_month - month_number AS months_ago
    FROM transactions
    JOIN calendar ON calendar.transaction_date = transactions.transaction_date
    CROSS JOIN reference
),
spending AS (
    SELECT
        customer_id,
        sum(cents) AS total,
        sum(CASE WHEN days_ago <= 90 THEN cents ELSE 0 END) AS latest,
        sum(CASE WHEN days_ago > 90 AND days_ago <= 180 THEN cents ELSE 0 END) AS earlier,
        sum(CASE WHEN merchant_category IN ('Travel', 'Airlines', 'Hotels') THEN cents ELSE 0 END) AS travel,
        sum(CASE WHEN merchant_category IN ('Grocery', 'Gas', 'Utilities') THEN cents ELSE 0 END) AS necessities,
        max(months_ago) AS months
    FROM payments
    GROUP BY customer_id
),
found_again AS (
    -- The five rules, tried in order. Nothing is divided: a third of the latest dollars is at least 5,000 where they
    -- are at least 15,000.
    SELECT
        customer_segment AS given,
        CASE
            WHEN spending.customer_id IS NULL THEN 'nothing bought'
            WHEN latest >= 1500000 AND 100 * travel >= 25 * total THEN 'High-Value Travelers'
            WHEN earlier >= 200000 AND 100 * (latest - earlier) <= -30 * earlier THEN 'Declining'
            WHEN months <= 6 AND earlier > 0 AND 100 * (latest - earlier) >= 50 * earlier THEN 'New & Growing'
            WHEN latest < 450000 AND 100 * necessities >= 60 * total THEN 'Budget-Conscious'
            ELSE 'Stable Mid-Spenders'
        END AS found
    FROM customers
    LEFT JOIN spending ON spending.customer_id = customers.customer_id
)
SELECT
    line AS given,
    sum(CASE WHEN found = 'High-Value Travelers' THEN 1 ELSE 0 END) AS high_value_travelers,
    sum(CASE WHEN found = 'Stable Mid-Spenders' THEN 1 ELSE 0 END) AS stable_mid_spenders,
    sum(CASE WHEN found = 'Budget-Conscious' THEN 1 ELSE 0 END) AS budget_conscious,
    sum(CASE WHEN found = 'Declining' THEN 1 ELSE 0 END) AS declining,
    sum(CASE WHEN found = 'New & Growing' THEN 1 ELSE 0 END) AS new_and_growing,
    sum(CASE WHEN found = 'nothing bought' THEN 1 ELSE 0 END) AS nothing_bought,
    round(100.0 * sum(CASE WHEN found = given THEN 1 ELSE 0 END) / count(*), 2) AS percent_found_again
FROM (
    SELECT given AS line, given, found FROM found_again
    UNION ALL
    SELECT 'all', given, found FROM found_again
) AS lines
GROUP BY line
ORDER BY
    CASE line
        WHEN 'High-Value Travelers' THEN 1
        WHEN 'Stable Mid-Spenders' THEN 2
        WHEN 'Budget-Conscious' THEN 3
        WHEN 'Declining' THEN 4
        WHEN 'New & Growing' THEN 5
        ELSE 6
    END;
