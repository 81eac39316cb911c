-- What a server keeps for itself beside the library's tables. It stays when the rules (desk.sql) are made anew.

CREATE SCHEMA IF NOT EXISTS office;

-- Who works here: a login of the server, the name that it signs with, and what it may do. A change is a new row.
CREATE TABLE IF NOT EXISTS office.person (
    login text COLLATE "C" NOT NULL,
    reviewer text COLLATE "C" NOT NULL CHECK (reviewer <> ''),
    role text COLLATE "C" NOT NULL CHECK (role IN ('reader', 'reviewer', 'editor', 'administrator')),
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    until timestamptz,
    made boolean NOT NULL, -- whether the login was made for this library, which may then change its password
    PRIMARY KEY (login, since)
);
CREATE UNIQUE INDEX IF NOT EXISTS person_login ON office.person (login) WHERE until IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS person_reviewer ON office.person (reviewer) WHERE until IS NULL;

-- Every step that wrote, changed or took back a first blind verdict, and whose that one is.
CREATE TABLE IF NOT EXISTS office.blind_step (
    step_number integer NOT NULL,
    verdict_id text COLLATE "C" NOT NULL,
    claim_id text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    PRIMARY KEY (step_number, verdict_id)
);
CREATE INDEX IF NOT EXISTS blind_step_claim ON office.blind_step (claim_id);

-- Those of them that are sealed now: for their author alone. "opened" is the transaction that ended that: within it
-- the seal still holds, so that nobody can open one, look, and roll back.
CREATE TABLE IF NOT EXISTS office.seal (
    step_number integer NOT NULL,
    verdict_id text COLLATE "C" NOT NULL,
    claim_id text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    opened xid8,
    PRIMARY KEY (step_number, verdict_id)
);

-- The words of sealed steps, apart from those of all others: an index that holds both could not be searched safely.
CREATE TABLE IF NOT EXISTS office.sealed_words (rowid bigint PRIMARY KEY, words tsvector NOT NULL);
