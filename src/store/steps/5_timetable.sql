-- The record, step 5. What the timetable has done by itself. Times are ISO 8601, in UTC.

-- When the timetable first ran.
CREATE TABLE timetable_begun (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at TEXT NOT NULL
) STRICT;

-- A row a step. Whoever writes here holds the lock of the run: a row that says `started` while
-- nobody holds it was interrupted.
CREATE TABLE step (
    key TEXT PRIMARY KEY,
    quarter TEXT,
    kind TEXT NOT NULL,
    pack TEXT,
    planned TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'done', 'failed', 'skipped')),
    attempts INTEGER NOT NULL,
    written TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

-- What the inbox held when it was last looked at, as one digest.
CREATE TABLE inbox_look (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    at TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

-- Files whose senders were told that they came: once, whatever happens in between.
CREATE TABLE answered (
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (file, sha256)
) STRICT;

-- Returns that came by e-mail: which message a file came with, so that its receipt can answer it.
CREATE TABLE mail_return (
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    message_id TEXT,
    subject TEXT NOT NULL,
    sender TEXT NOT NULL,
    service TEXT NOT NULL,
    PRIMARY KEY (file, sha256)
) STRICT;
