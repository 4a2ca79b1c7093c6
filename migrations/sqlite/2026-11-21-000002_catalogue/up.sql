-- Service cards, their review, what the public sees of them, and long jobs.

CREATE TABLE cards (
    id TEXT NOT NULL PRIMARY KEY,
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    external_id TEXT,
    -- The state in one word, and its two parts.
    status TEXT NOT NULL,
    publication TEXT NOT NULL,
    draft_status TEXT,
    -- Of the working copy if there is one, else of the last revision.
    title TEXT NOT NULL,
    sort_title TEXT NOT NULL,
    main_category TEXT,
    draft TEXT,
    revision INTEGER,
    submitted_at TIMESTAMP,
    claimed_by TEXT REFERENCES users (id),
    claimed_at TIMESTAMP,
    verified_on DATE,
    verified_by TEXT REFERENCES users (id),
    reminded_on DATE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX cards_provider_id_external_id ON cards (provider_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX cards_provider ON cards (provider_id, sort_title, id);
CREATE INDEX cards_network ON cards (network_id, sort_title, id);
CREATE INDEX cards_status ON cards (status, sort_title, id);
CREATE INDEX cards_category ON cards (main_category, sort_title, id);
CREATE INDEX cards_title ON cards (sort_title, id);
-- The reviewers' queue, oldest first.
CREATE INDEX cards_queue ON cards (draft_status, submitted_at, id);
CREATE INDEX cards_verification ON cards (publication, verified_on, id);

-- Where a card is given: of the working copy if there is one, else of the last revision.
CREATE TABLE card_places (
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    municipality TEXT NOT NULL REFERENCES municipalities (belfiore),
    PRIMARY KEY (card_id, municipality)
);
CREATE INDEX card_places_municipality ON card_places (municipality, card_id);

-- What was published, never changed afterwards.
CREATE TABLE card_revisions (
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    published_by TEXT REFERENCES users (id),
    PRIMARY KEY (card_id, number)
);

-- Who took which step, when and why, never changed afterwards.
CREATE TABLE card_events (
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    reason TEXT,
    revision INTEGER,
    done_by TEXT REFERENCES users (id),
    done_at TIMESTAMP NOT NULL,
    PRIMARY KEY (card_id, number)
);

CREATE TABLE card_comments (
    id TEXT NOT NULL PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    thread_id TEXT REFERENCES card_comments (id) ON DELETE CASCADE,
    pointer TEXT,
    text TEXT NOT NULL,
    author_id TEXT NOT NULL REFERENCES users (id),
    resolved_by TEXT REFERENCES users (id),
    resolved_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX card_comments_card ON card_comments (card_id, created_at, id);
CREATE INDEX card_comments_thread ON card_comments (thread_id, created_at, id);

-- Cards that looked like the same service when this one was submitted, by similarity in percent.
CREATE TABLE card_suspects (
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    similarity INTEGER NOT NULL,
    PRIMARY KEY (card_id, other_id)
);
CREATE INDEX card_suspects_other ON card_suspects (other_id);

CREATE TABLE card_reports (
    id TEXT NOT NULL PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    email TEXT,
    status TEXT NOT NULL,
    answer TEXT,
    answered_by TEXT REFERENCES users (id),
    answered_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX card_reports_card ON card_reports (card_id, created_at, id);
CREATE INDEX card_reports_provider ON card_reports (provider_id, status, created_at, id);
CREATE INDEX card_reports_network ON card_reports (network_id, status, created_at, id);

-- When cards of a network are to be verified, and whether stale ones are hidden. Without a row the defaults hold.
CREATE TABLE network_card_rules (
    network_id TEXT NOT NULL PRIMARY KEY REFERENCES network_bodies (id) ON DELETE CASCADE,
    remind_after_months INTEGER NOT NULL,
    stale_after_months INTEGER NOT NULL,
    hide_stale BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL
);

-- Uploaded files; the bytes are in the file store under their hash.
CREATE TABLE files (
    id TEXT NOT NULL PRIMARY KEY,
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX files_card ON files (card_id, created_at, id);
CREATE INDEX files_sha256 ON files (sha256);

-- What the public sees: one row for each card that is in the public view, days permitting.
CREATE TABLE services (
    card_id TEXT NOT NULL PRIMARY KEY REFERENCES cards (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    revision INTEGER NOT NULL,
    -- First and last day of the public view: the card's validity, the provider's accreditation, staleness.
    visible_from DATE,
    visible_until DATE,
    -- Whether the log of changes says that it is in the public view.
    announced BOOLEAN NOT NULL,
    -- The last line of that log about it.
    change_number BIGINT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    verified_on DATE,
    -- Detail and list item, ready to send.
    document TEXT NOT NULL,
    summary TEXT NOT NULL
);
CREATE INDEX services_provider ON services (provider_id);
CREATE INDEX services_visible_from ON services (announced, visible_from);
CREATE INDEX services_visible_until ON services (announced, visible_until);

-- Files of the revisions in the public view.
CREATE TABLE service_files (
    card_id TEXT NOT NULL REFERENCES services (card_id) ON DELETE CASCADE,
    file_id TEXT NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    PRIMARY KEY (card_id, file_id)
);
CREATE INDEX service_files_file ON service_files (file_id);

-- Categories of the revisions in the public view, by code.
CREATE TABLE service_category_links (
    card_id TEXT NOT NULL REFERENCES services (card_id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    PRIMARY KEY (card_id, category)
);
CREATE INDEX service_category_links_category ON service_category_links (category, card_id);

-- What became of published cards, in the order of commits. Lines outlive their cards.
CREATE TABLE changes (
    number BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    card_id TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    network_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL
);
CREATE INDEX changes_card ON changes (card_id, number);

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    provider_id TEXT REFERENCES providers (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    params TEXT NOT NULL,
    file_key TEXT,
    rows_total INTEGER,
    rows_done INTEGER NOT NULL,
    rows_failed INTEGER NOT NULL,
    message TEXT,
    created_by TEXT REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX jobs_network ON jobs (network_id, created_at, id);
CREATE INDEX jobs_provider ON jobs (provider_id, created_at, id);
CREATE INDEX jobs_status ON jobs (status, created_at, id);

-- What became of each row that needs telling: mistakes, and what was made of it.
CREATE TABLE job_rows (
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    card_id TEXT,
    problems TEXT NOT NULL,
    PRIMARY KEY (job_id, line)
);
CREATE INDEX job_rows_outcome ON job_rows (job_id, outcome, line);
