-- The record, version 1. What came, what was read in it, what was made, and the log.
-- Numbers are texts: exact decimals, as in the returns. Days and times are ISO 8601, local time.

CREATE TABLE arrival (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    bytes INTEGER NOT NULL,
    arrived TEXT,
    UNIQUE (file, sha256)
) STRICT;

-- What was read in a file, by the latest run that judged it.
CREATE TABLE reading (
    arrival INTEGER PRIMARY KEY REFERENCES arrival (id),
    service TEXT,
    quarter TEXT,
    revision INTEGER,
    state TEXT NOT NULL
        CHECK (state IN ('used', 'superseded', 'duplicate', 'undecided', 'refused')),
    as_at TEXT NOT NULL,
    -- 1 when its findings are of a run of its own quarter, with every check.
    checked INTEGER NOT NULL CHECK (checked IN (0, 1)),
    checked_as_at TEXT NOT NULL,
    -- SHA-256 over its figures and findings: what is the same is not written again.
    content TEXT NOT NULL
) STRICT;

CREATE TABLE finding (
    arrival INTEGER NOT NULL REFERENCES arrival (id),
    nth INTEGER NOT NULL,
    code TEXT NOT NULL,
    severity TEXT NOT NULL,
    sheet TEXT,
    cell TEXT,
    about TEXT,
    message TEXT NOT NULL,
    read TEXT,
    remedy TEXT NOT NULL,
    PRIMARY KEY (arrival, nth)
) STRICT;

CREATE TABLE figure (
    arrival INTEGER NOT NULL REFERENCES arrival (id),
    nth INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('measure', 'restatement', 'budget', 'capital', 'people')),
    item TEXT NOT NULL,
    figure TEXT NOT NULL,
    quarter TEXT NOT NULL,
    number TEXT,
    reason TEXT,
    sheet TEXT,
    cell TEXT,
    restated_from TEXT,
    PRIMARY KEY (arrival, nth)
) STRICT;

CREATE TABLE pack (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    audience TEXT NOT NULL,
    quarter TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    as_at TEXT NOT NULL,
    reissue INTEGER NOT NULL CHECK (reissue IN (0, 1)),
    -- SHA-256 over everything it was made from, and over its files.
    inputs TEXT NOT NULL,
    content TEXT NOT NULL,
    UNIQUE (name, quarter, version)
) STRICT;

CREATE TABLE made_file (
    pack INTEGER NOT NULL REFERENCES pack (id),
    nth INTEGER NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (pack, nth)
) STRICT;

-- The texts that shaped a version: settings, plans, packs, lists, templates; each is archived.
CREATE TABLE made_from (
    pack INTEGER NOT NULL REFERENCES pack (id),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (pack, name)
) STRICT;

CREATE TABLE published (
    pack INTEGER NOT NULL REFERENCES pack (id),
    nth INTEGER NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    shown TEXT NOT NULL,
    value TEXT,
    source_file TEXT,
    source_sha256 TEXT,
    PRIMARY KEY (pack, nth),
    UNIQUE (pack, key)
) STRICT;

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

-- How many entries there are and the hash of the last: what is cut off the end is missed.
CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    entries INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head VALUES (1, 0, '');

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

-- The database as an interface: docs/record.md says what each column holds.
CREATE VIEW returns AS
    SELECT arrival.file, arrival.sha256, arrival.arrived, reading.service, reading.quarter,
        reading.revision, reading.state,
        (SELECT count(*) FROM finding
            WHERE finding.arrival = arrival.id AND severity = 'error') AS errors,
        (SELECT count(*) FROM finding
            WHERE finding.arrival = arrival.id AND severity = 'warning') AS warnings
    FROM arrival LEFT JOIN reading ON reading.arrival = arrival.id
    ORDER BY arrival.arrived, arrival.file, arrival.sha256;

CREATE VIEW figures AS
    SELECT reading.service, reading.quarter AS returned_in, reading.revision, reading.state,
        figure.kind, figure.item, figure.figure, figure.quarter, figure.number, figure.reason,
        figure.restated_from, arrival.file, figure.sheet, figure.cell, arrival.sha256
    FROM figure
    JOIN arrival ON arrival.id = figure.arrival
    JOIN reading ON reading.arrival = figure.arrival
    ORDER BY reading.quarter, reading.service, reading.revision, arrival.file, arrival.sha256,
        figure.nth;

CREATE VIEW findings AS
    SELECT reading.service, reading.quarter, reading.revision, reading.state, finding.code,
        finding.severity, finding.about, finding.message, finding.read, finding.remedy,
        arrival.file, finding.sheet, finding.cell, arrival.sha256
    FROM finding
    JOIN arrival ON arrival.id = finding.arrival
    JOIN reading ON reading.arrival = finding.arrival
    ORDER BY reading.quarter, reading.service, reading.revision, arrival.file, arrival.sha256,
        finding.nth;

CREATE VIEW positions AS
    SELECT pack.name AS pack, pack.audience, pack.quarter, pack.version, pack.as_at,
        pack.version = (SELECT max(version) FROM pack AS other
            WHERE other.name = pack.name AND other.quarter = pack.quarter) AS latest,
        published.key, published.label, published.shown, published.value, published.source_file,
        published.source_sha256
    FROM published JOIN pack ON pack.id = published.pack
    ORDER BY pack.quarter, pack.name, pack.version, published.nth;

CREATE VIEW deliveries AS
    SELECT pack.name AS pack, pack.audience, pack.quarter, pack.version,
        CASE WHEN made_file.path LIKE 'outbox/%' THEN 'message' ELSE 'file' END AS kind,
        made_file.path, made_file.sha256
    FROM made_file JOIN pack ON pack.id = made_file.pack
    ORDER BY pack.quarter, pack.name, pack.version, made_file.nth;
