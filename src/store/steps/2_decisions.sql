-- Decisions that people take, and the finals that are made by them.

CREATE TABLE decision (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    -- approve, clear-personal-data, override-hold, clear-suppression, withdraw.
    kind TEXT NOT NULL CHECK (kind <> ''),
    -- What it is about: a version of a pack, or a cell of a return, or another decision.
    pack TEXT,
    quarter TEXT,
    version INTEGER CHECK (version > 0),
    file TEXT,
    sha256 TEXT CHECK (length(sha256) = 64),
    sheet TEXT,
    cell TEXT,
    code TEXT,
    withdraws INTEGER REFERENCES decision (number),
    -- SHA-256 of what was looked at: where that changes, the decision says nothing any more.
    content TEXT NOT NULL,
    -- What of several things was decided: not-personal, keep-masked.
    outcome TEXT,
    role TEXT NOT NULL CHECK (role <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    -- UTC, ISO 8601.
    at TEXT NOT NULL
) STRICT;

CREATE TRIGGER decision_is_not_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are only added to'); END;
CREATE TRIGGER decision_is_not_shortened BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are only added to'); END;

-- SHA-256 over the pack as it was composed, its marking left out; empty for versions that were
-- made before it was kept.
ALTER TABLE pack ADD COLUMN composed TEXT NOT NULL DEFAULT '';

CREATE TABLE final (
    id INTEGER PRIMARY KEY,
    pack INTEGER NOT NULL UNIQUE REFERENCES pack (id),
    composed TEXT NOT NULL,
    -- The decision that approved it; none where its pack needs no approval.
    approval INTEGER REFERENCES decision (number),
    at TEXT NOT NULL
) STRICT;

CREATE TABLE final_file (
    final INTEGER NOT NULL REFERENCES final (id),
    nth INTEGER NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (final, nth)
) STRICT;

CREATE VIEW decisions AS
    SELECT number, kind, pack, quarter, version, file, sha256, sheet, cell, code, withdraws,
        content, outcome, role, reason, at,
        EXISTS (SELECT 1 FROM decision AS later WHERE later.withdraws = decision.number)
            AS withdrawn
    FROM decision ORDER BY number;

CREATE VIEW finals AS
    SELECT pack.name AS pack, pack.audience, pack.quarter, pack.version, final.composed,
        final.approval, final.at, final_file.path, final_file.sha256
    FROM final
    JOIN pack ON pack.id = final.pack
    JOIN final_file ON final_file.final = final.id
    ORDER BY pack.quarter, pack.name, pack.version, final_file.nth;
