-- A step of the timetable can wait for people: a final pack that something holds.
ALTER TABLE step RENAME TO step_before;
CREATE TABLE step (
    key TEXT PRIMARY KEY,
    quarter TEXT,
    kind TEXT NOT NULL,
    pack TEXT,
    planned TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'done', 'failed', 'skipped', 'waiting')),
    attempts INTEGER NOT NULL,
    written TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
INSERT INTO step SELECT key, quarter, kind, pack, planned, state, attempts, written, detail
    FROM step_before;
DROP TABLE step_before;
