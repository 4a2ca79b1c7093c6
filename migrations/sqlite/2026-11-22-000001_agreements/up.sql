-- Agreements: their templates, texts, parties, what they give, and who looks after them.

CREATE TABLE agreement_templates (
    id TEXT NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    -- Numbers of the last version, and of the one in use.
    last_number INTEGER NOT NULL,
    active_number INTEGER,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX agreement_templates_network ON agreement_templates (network_id, sort_name, id);
CREATE INDEX agreement_templates_kind ON agreement_templates (kind, sort_name, id);

-- Versions of templates; unchangeable once they were active.
CREATE TABLE agreement_template_versions (
    template_id TEXT NOT NULL REFERENCES agreement_templates (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    activated_at TIMESTAMP,
    retired_at TIMESTAMP,
    PRIMARY KEY (template_id, number)
);

CREATE TABLE agreements (
    id TEXT NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    -- The agreement it changes or follows, and which of both it does.
    predecessor_id TEXT REFERENCES agreements (id),
    relation TEXT,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    sort_title TEXT NOT NULL,
    -- First and last day in force, as its dates say; there once it is signed.
    first_day DATE,
    last_day DATE,
    -- What the catalogue shows of it, ready to send; there once it is signed. Before the
    -- long content, so that SQLite need not read past it.
    public_view TEXT,
    content TEXT NOT NULL,
    revision INTEGER,
    sent_at TIMESTAMP,
    signed_on DATE,
    ended_on DATE,
    superseded_from DATE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX agreements_network ON agreements (network_id, sort_title, id);
CREATE INDEX agreements_title ON agreements (sort_title, id);
CREATE INDEX agreements_status ON agreements (status, sort_title, id);
CREATE INDEX agreements_kind ON agreements (kind, sort_title, id);
CREATE INDEX agreements_days ON agreements (status, last_day, first_day);
CREATE INDEX agreements_predecessor ON agreements (predecessor_id);

CREATE TABLE agreement_parties (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    side TEXT NOT NULL,
    kind TEXT NOT NULL,
    network_body_id TEXT REFERENCES network_bodies (id),
    association_id TEXT REFERENCES associations (id),
    point_id TEXT REFERENCES points (id),
    provider_id TEXT REFERENCES providers (id),
    PRIMARY KEY (agreement_id, position)
);
CREATE INDEX agreement_parties_network_body ON agreement_parties (network_body_id, agreement_id);
CREATE INDEX agreement_parties_association ON agreement_parties (association_id, agreement_id);
CREATE INDEX agreement_parties_point ON agreement_parties (point_id, agreement_id);
CREATE INDEX agreement_parties_provider ON agreement_parties (provider_id, agreement_id);

-- Texts as they were sent or proposed, never changed afterwards.
CREATE TABLE agreement_revisions (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    proposed_by TEXT REFERENCES providers (id),
    made_by TEXT REFERENCES users (id),
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, number)
);

-- Who took which step, when and why, never changed afterwards.
CREATE TABLE agreement_events (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    reason TEXT,
    revision INTEGER,
    done_by TEXT REFERENCES users (id),
    done_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, number)
);

-- What each provider answered to each text.
CREATE TABLE agreement_answers (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    provider_id TEXT NOT NULL REFERENCES providers (id),
    kind TEXT NOT NULL,
    reason TEXT,
    answered_by TEXT REFERENCES users (id),
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, revision, provider_id)
);

-- Which party signed which text.
CREATE TABLE agreement_signatures (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    signed_on DATE NOT NULL,
    recorded_by TEXT REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, revision, position)
);

-- Attachments and signed documents; the bytes are in the file store under their hash.
CREATE TABLE agreement_files (
    id TEXT NOT NULL PRIMARY KEY,
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    format TEXT,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX agreement_files_agreement ON agreement_files (agreement_id, created_at, id);
CREATE INDEX agreement_files_sha256 ON agreement_files (sha256);

-- What signed agreements give, one line for each thing a benefit is for.
CREATE TABLE agreement_benefits (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    -- Place of the benefit in the agreement, from 0.
    number INTEGER NOT NULL,
    class TEXT NOT NULL,
    audience TEXT NOT NULL,
    unit TEXT,
    -- 'whole', 'category' or 'card', and its code or identifier; empty for 'whole'.
    target_kind TEXT NOT NULL,
    target TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE,
    PRIMARY KEY (agreement_id, number, target_kind, target)
);
CREATE INDEX agreement_benefits_target ON agreement_benefits (target_kind, target, class, audience);

-- Cards that signed agreements cover, with the places of the benefits that are for them, as a JSON list.
CREATE TABLE agreement_cards (
    card_id TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    benefits TEXT NOT NULL,
    PRIMARY KEY (card_id, agreement_id)
);
CREATE INDEX agreement_cards_agreement ON agreement_cards (agreement_id, card_id);

-- Days on which somebody has to look after a signed agreement.
CREATE TABLE agreement_deadlines (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    due_on DATE NOT NULL,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    PRIMARY KEY (agreement_id, kind, due_on)
);
CREATE INDEX agreement_deadlines_network ON agreement_deadlines (network_id, due_on, agreement_id);
CREATE INDEX agreement_deadlines_due ON agreement_deadlines (due_on, agreement_id);
CREATE INDEX agreement_deadlines_kind ON agreement_deadlines (kind, due_on, agreement_id);

-- Reminders that went out, one for each deadline and number of days before it. One of a lost accreditation
-- names the provider and the day it was sent; the others name no provider.
CREATE TABLE agreement_reminders (
    agreement_id TEXT NOT NULL REFERENCES agreements (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    due_on DATE NOT NULL,
    days_before INTEGER NOT NULL,
    provider TEXT NOT NULL,
    sent_at TIMESTAMP NOT NULL,
    PRIMARY KEY (agreement_id, kind, due_on, days_before, provider)
);

-- Calendar feeds behind secret links; only the hash of the secret is kept.
CREATE TABLE calendar_feeds (
    id TEXT NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    point_id TEXT REFERENCES points (id) ON DELETE CASCADE,
    provider_id TEXT REFERENCES providers (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL,
    label TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE UNIQUE INDEX calendar_feeds_token_hash ON calendar_feeds (token_hash);
CREATE INDEX calendar_feeds_point ON calendar_feeds (point_id, created_at, id);
CREATE INDEX calendar_feeds_provider ON calendar_feeds (provider_id, created_at, id);
