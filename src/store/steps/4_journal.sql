-- The journal: every line of journal.jsonl, written with the change that it tells. The file beside
-- the database is brought up to it after each change, and at the next start.
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    line TEXT NOT NULL
) STRICT;

CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;

-- Returns whose time was past: their bytes are gone from the archive, and what findings quoted
-- from them from the database. The figures stay.
CREATE TABLE removed (
    arrival INTEGER PRIMARY KEY REFERENCES arrival (id),
    at TEXT NOT NULL
) STRICT;

DROP VIEW returns;
CREATE VIEW returns AS
    SELECT arrival.file, arrival.sha256, arrival.arrived, reading.service, reading.quarter,
        reading.revision, reading.state,
        (SELECT count(*) FROM finding
            WHERE finding.arrival = arrival.id AND severity = 'error') AS errors,
        (SELECT count(*) FROM finding
            WHERE finding.arrival = arrival.id AND severity = 'warning') AS warnings,
        removed.at AS removed
    FROM arrival
    LEFT JOIN reading ON reading.arrival = arrival.id
    LEFT JOIN removed ON removed.arrival = arrival.id
    ORDER BY arrival.arrived, arrival.file, arrival.sha256;
