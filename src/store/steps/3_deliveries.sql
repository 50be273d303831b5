-- The ledger of deliveries: a row a message, written before and after it leaves. Times are UTC.

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    -- The Message-ID: a message made again has the same, and is not queued again.
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    quarter TEXT NOT NULL,
    -- The pack and its version, for messages that take one.
    pack TEXT,
    version INTEGER,
    subject TEXT NOT NULL,
    role TEXT NOT NULL,
    recipient TEXT NOT NULL,
    -- The file in the output folder, and the SHA-256 of its bytes.
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    -- 1 for papers that only lists marked for them may have.
    exempt INTEGER NOT NULL CHECK (exempt IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN
        ('outbox', 'queued', 'sending', 'sent', 'refused', 'retry', 'expired', 'unknown')),
    -- 1 from the moment at which the message itself is written to the server.
    handed_over INTEGER NOT NULL DEFAULT 0 CHECK (handed_over IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    first_at TEXT,
    next_at TEXT,
    settled_at TEXT,
    -- What the server said last, or what went wrong; and what to do.
    reply TEXT NOT NULL DEFAULT '',
    remedy TEXT NOT NULL DEFAULT '',
    -- 1 once the officers have been told that it failed.
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT;
CREATE INDEX delivery_by_state ON delivery (state);
CREATE INDEX delivery_by_path ON delivery (path);

-- What was put into the outbox before there was a ledger was sent by people.
INSERT INTO delivery (message_id, kind, quarter, pack, version, subject, role, recipient, path,
        sha256, exempt, state)
    SELECT 'before the ledger: ' || made_file.path, 'pack', pack.quarter, pack.name, pack.version,
        '', '', '', made_file.path, made_file.sha256, 0, 'outbox'
    FROM made_file JOIN pack ON pack.id = made_file.pack
    WHERE made_file.path LIKE 'outbox/%'
    GROUP BY made_file.path;

CREATE VIEW messages AS
    SELECT kind, quarter, pack, version, subject, role, recipient, state, attempts, first_at,
        next_at, settled_at, reply, message_id, path, sha256, id
    FROM delivery ORDER BY id;
