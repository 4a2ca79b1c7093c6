-- Identifiers are UUID text, times are UTC, structured parts that are never filtered are JSON text.
-- Texts collate by code point, as on SQLite. search_name and sort_name hold names folded to lower-case ASCII words.

CREATE TABLE hub_settings (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

-- Territory -------------------------------------------------------------------------------------

CREATE TABLE regions (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    nuts2 TEXT COLLATE "C" NOT NULL
);

CREATE TABLE provinces (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    uts_code TEXT COLLATE "C" NOT NULL,
    abbreviation TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    region_code TEXT COLLATE "C" NOT NULL REFERENCES regions (code)
);
CREATE INDEX provinces_region ON provinces (region_code, sort_name);

-- Keyed on the cadastral code (belfiore), the only one that never changes. Suppressed ones may name
-- provinces of the past, so province_code is no foreign key.
CREATE TABLE municipalities (
    belfiore TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    istat_code TEXT COLLATE "C" NOT NULL,
    former_istat_code TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    other_names TEXT COLLATE "C" NOT NULL,
    province_code TEXT COLLATE "C" NOT NULL,
    region_code TEXT COLLATE "C",
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    province_capital BOOLEAN NOT NULL,
    region_capital BOOLEAN NOT NULL,
    nuts3 TEXT COLLATE "C",
    status TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE
);
CREATE INDEX municipalities_istat ON municipalities (istat_code);
CREATE INDEX municipalities_former_istat ON municipalities (former_istat_code);
CREATE INDEX municipalities_name ON municipalities (sort_name, belfiore);
CREATE INDEX municipalities_status_name ON municipalities (status, sort_name, belfiore);
CREATE INDEX municipalities_province ON municipalities (province_code, sort_name, belfiore);
CREATE INDEX municipalities_region ON municipalities (region_code, sort_name, belfiore);
CREATE INDEX municipalities_place ON municipalities (status, lat, lon);

-- Every beginning of a word of every name, so that a prefix search is a range of this key.
CREATE TABLE municipality_names (
    folded TEXT COLLATE "C" NOT NULL,
    belfiore TEXT COLLATE "C" NOT NULL REFERENCES municipalities (belfiore) ON DELETE CASCADE,
    whole BOOLEAN NOT NULL,
    PRIMARY KEY (folded, belfiore)
);
CREATE INDEX municipality_names_belfiore ON municipality_names (belfiore);

CREATE TABLE zones (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    municipality TEXT COLLATE "C" NOT NULL REFERENCES municipalities (belfiore),
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (municipality, code)
);

-- Service categories ----------------------------------------------------------------------------

CREATE TABLE service_categories (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    parent_id TEXT COLLATE "C" REFERENCES service_categories (id),
    position INTEGER NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    replaced_by TEXT COLLATE "C" REFERENCES service_categories (id),
    content TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX service_categories_parent ON service_categories (parent_id, position);
CREATE INDEX service_categories_replaced_by ON service_categories (replaced_by);

-- Network ---------------------------------------------------------------------------------------

-- network_id is the root body of the tree a row belongs to: the tenant.
CREATE TABLE network_bodies (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    parent_id TEXT COLLATE "C" REFERENCES network_bodies (id),
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX network_bodies_network ON network_bodies (network_id, sort_name, id);
CREATE INDEX network_bodies_name ON network_bodies (sort_name, id);
CREATE INDEX network_bodies_parent ON network_bodies (parent_id);

CREATE TABLE associations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    network_body_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    municipality TEXT COLLATE "C" NOT NULL REFERENCES municipalities (belfiore),
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX associations_name ON associations (sort_name, id);
CREATE INDEX associations_network ON associations (network_id, sort_name, id);
CREATE INDEX associations_body ON associations (network_body_id, sort_name, id);
CREATE INDEX associations_municipality ON associations (municipality);

CREATE TABLE points (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    association_id TEXT COLLATE "C" NOT NULL REFERENCES associations (id),
    name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    municipality TEXT COLLATE "C" NOT NULL REFERENCES municipalities (belfiore),
    province_code TEXT COLLATE "C" NOT NULL REFERENCES provinces (code),
    region_code TEXT COLLATE "C" NOT NULL REFERENCES regions (code),
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    phase TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX points_name ON points (sort_name, id);
CREATE INDEX points_network ON points (network_id, sort_name, id);
CREATE INDEX points_association ON points (association_id, sort_name, id);
CREATE INDEX points_municipality ON points (municipality, sort_name, id);
CREATE INDEX points_province ON points (province_code, sort_name, id);
CREATE INDEX points_region ON points (region_code, sort_name, id);
CREATE INDEX points_status ON points (status, sort_name, id);
CREATE INDEX points_phase ON points (phase, sort_name, id);
CREATE INDEX points_place ON points (lat, lon);

-- Accounts --------------------------------------------------------------------------------------

CREATE TABLE users (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" REFERENCES network_bodies (id),
    email TEXT COLLATE "C" NOT NULL UNIQUE,
    given_name TEXT COLLATE "C" NOT NULL,
    family_name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C",
    must_change_password BOOLEAN NOT NULL,
    last_login_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX users_name ON users (sort_name, id);
CREATE INDEX users_network ON users (network_id, sort_name, id);

CREATE TABLE specialists (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    user_id TEXT COLLATE "C" UNIQUE REFERENCES users (id),
    given_name TEXT COLLATE "C" NOT NULL,
    family_name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    engagement TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX specialists_network ON specialists (network_id, sort_name, id);
CREATE INDEX specialists_name ON specialists (sort_name, id);
CREATE INDEX specialists_status ON specialists (status, sort_name, id);
CREATE INDEX specialists_engagement ON specialists (engagement, sort_name, id);

CREATE TABLE specialist_expertise (
    specialist_id TEXT COLLATE "C" NOT NULL REFERENCES specialists (id) ON DELETE CASCADE,
    category_id TEXT COLLATE "C" NOT NULL REFERENCES service_categories (id),
    PRIMARY KEY (specialist_id, category_id)
);
CREATE INDEX specialist_expertise_category ON specialist_expertise (category_id, specialist_id);

-- What a specialist is filtered by besides columns: roles held and languages spoken.
CREATE TABLE specialist_skills (
    specialist_id TEXT COLLATE "C" NOT NULL REFERENCES specialists (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (specialist_id, kind, code)
);
CREATE INDEX specialist_skills_code ON specialist_skills (kind, code, specialist_id);

CREATE TABLE assignments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    specialist_id TEXT COLLATE "C" NOT NULL REFERENCES specialists (id) ON DELETE CASCADE,
    point_id TEXT COLLATE "C" NOT NULL REFERENCES points (id),
    role TEXT COLLATE "C" NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX assignments_specialist ON assignments (specialist_id, starts_on, id);
CREATE INDEX assignments_point ON assignments (point_id, starts_on, id);

CREATE TABLE training_courses (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    code TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (network_id, code)
);
CREATE INDEX training_courses_name ON training_courses (sort_name, id);
CREATE INDEX training_courses_status ON training_courses (status, sort_name, id);
CREATE INDEX training_courses_kind ON training_courses (kind, sort_name, id);

CREATE TABLE training_editions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    course_id TEXT COLLATE "C" NOT NULL REFERENCES training_courses (id),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    municipality TEXT COLLATE "C" REFERENCES municipalities (belfiore),
    status TEXT COLLATE "C" NOT NULL,
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX training_editions_course ON training_editions (course_id, starts_on, id);
CREATE INDEX training_editions_municipality ON training_editions (municipality);

CREATE TABLE attendances (
    edition_id TEXT COLLATE "C" NOT NULL REFERENCES training_editions (id) ON DELETE CASCADE,
    specialist_id TEXT COLLATE "C" NOT NULL REFERENCES specialists (id) ON DELETE CASCADE,
    hours INTEGER NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (edition_id, specialist_id)
);
CREATE INDEX attendances_specialist ON attendances (specialist_id);

CREATE TABLE certificates (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    specialist_id TEXT COLLATE "C" NOT NULL REFERENCES specialists (id) ON DELETE CASCADE,
    kind TEXT COLLATE "C" NOT NULL,
    edition_id TEXT COLLATE "C" REFERENCES training_editions (id),
    issuer TEXT COLLATE "C",
    number TEXT COLLATE "C",
    issued_on DATE NOT NULL,
    expires_on DATE,
    revoked_on DATE,
    revoked_reason TEXT COLLATE "C",
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    UNIQUE (specialist_id, edition_id)
);
CREATE INDEX certificates_specialist ON certificates (specialist_id, kind, issued_on, id);
CREATE INDEX certificates_edition ON certificates (edition_id);

-- Providers -------------------------------------------------------------------------------------

CREATE TABLE providers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    kind TEXT COLLATE "C" NOT NULL,
    legal_form TEXT COLLATE "C" NOT NULL,
    legal_name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    tax_code TEXT COLLATE "C" NOT NULL,
    vat_number TEXT COLLATE "C",
    municipality TEXT COLLATE "C" NOT NULL REFERENCES municipalities (belfiore),
    province_code TEXT COLLATE "C" NOT NULL REFERENCES provinces (code),
    region_code TEXT COLLATE "C" NOT NULL REFERENCES regions (code),
    registration TEXT COLLATE "C" NOT NULL,
    registration_decision TEXT COLLATE "C",
    accreditation TEXT COLLATE "C" NOT NULL,
    accredited_from DATE,
    accredited_until DATE,
    accreditation_reason TEXT COLLATE "C",
    applicant TEXT COLLATE "C",
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
-- A rejected registration does not keep the body from registering again.
CREATE UNIQUE INDEX providers_network_id_tax_code ON providers (network_id, tax_code) WHERE registration <> 'rejected';
CREATE INDEX providers_name ON providers (sort_name, id);
CREATE INDEX providers_network ON providers (network_id, sort_name, id);
CREATE INDEX providers_registration ON providers (registration, sort_name, id);
CREATE INDEX providers_accreditation ON providers (accreditation, sort_name, id);
CREATE INDEX providers_kind ON providers (kind, sort_name, id);
CREATE INDEX providers_municipality ON providers (municipality, sort_name, id);
CREATE INDEX providers_province ON providers (province_code, sort_name, id);
CREATE INDEX providers_region ON providers (region_code, sort_name, id);

-- Every decision on a registration or an accreditation, never changed afterwards.
CREATE TABLE provider_decisions (
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    valid_from DATE,
    valid_until DATE,
    decided_by TEXT COLLATE "C" REFERENCES users (id),
    decided_at TIMESTAMP NOT NULL,
    PRIMARY KEY (provider_id, number)
);

CREATE TABLE provider_sites (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    sort_name TEXT COLLATE "C" NOT NULL,
    municipality TEXT COLLATE "C" NOT NULL REFERENCES municipalities (belfiore),
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    profile TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX provider_sites_provider ON provider_sites (provider_id, sort_name, id);
CREATE INDEX provider_sites_municipality ON provider_sites (municipality);
CREATE INDEX provider_sites_place ON provider_sites (lat, lon);

-- What a user may do and where: one row per role and place. Membership of a provider is such a row.
CREATE TABLE role_grants (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT COLLATE "C" NOT NULL,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    point_id TEXT COLLATE "C" REFERENCES points (id) ON DELETE CASCADE,
    provider_id TEXT COLLATE "C" REFERENCES providers (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX role_grants_user ON role_grants (user_id);
CREATE INDEX role_grants_network ON role_grants (network_id, role);
CREATE INDEX role_grants_point ON role_grants (point_id);
CREATE INDEX role_grants_provider ON role_grants (provider_id, role);

CREATE TABLE invitations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    network_id TEXT COLLATE "C" NOT NULL REFERENCES network_bodies (id),
    point_id TEXT COLLATE "C" REFERENCES points (id) ON DELETE CASCADE,
    provider_id TEXT COLLATE "C" REFERENCES providers (id) ON DELETE CASCADE,
    role TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    invited_by TEXT COLLATE "C" NOT NULL REFERENCES users (id),
    expires_at TIMESTAMP NOT NULL,
    accepted_at TIMESTAMP,
    revoked_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX invitations_provider ON invitations (provider_id, created_at, id);
CREATE INDEX invitations_network ON invitations (network_id, created_at, id);

CREATE TABLE sessions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    end_reason TEXT COLLATE "C"
);
CREATE INDEX sessions_user ON sessions (user_id, created_at, id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Only the hash of a refresh token is kept; used_at set means that it was exchanged already.
CREATE TABLE refresh_tokens (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    session_id TEXT COLLATE "C" NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE password_resets (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
CREATE INDEX password_resets_user ON password_resets (user_id);

-- Third-party systems that act for a user within scopes; only the hash of their token is kept.
CREATE TABLE api_clients (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id TEXT COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT COLLATE "C" NOT NULL,
    scopes TEXT COLLATE "C" NOT NULL,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX api_clients_user ON api_clients (user_id, created_at, id);

-- Failed logins by account and client, both hashed: nobody can lock an account for somebody else's client.
CREATE TABLE login_failures (
    subject TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    first_at TIMESTAMP NOT NULL,
    locked_until TIMESTAMP
);
CREATE INDEX login_failures_first_at ON login_failures (first_at);

CREATE TABLE signing_keys (
    kid TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    private_key TEXT COLLATE "C" NOT NULL,
    public_key TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP
);

-- Operations ------------------------------------------------------------------------------------

CREATE TABLE audit_events (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    network_id TEXT COLLATE "C",
    actor_id TEXT COLLATE "C",
    actor_kind TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    resource_type TEXT COLLATE "C" NOT NULL,
    resource_id TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    before TEXT COLLATE "C",
    after TEXT COLLATE "C"
);
CREATE INDEX audit_events_network ON audit_events (network_id, id);
CREATE INDEX audit_events_resource ON audit_events (resource_type, resource_id, id);
CREATE INDEX audit_events_actor ON audit_events (actor_id, id);

CREATE TABLE outbox_messages (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    recipient TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TIMESTAMP NOT NULL,
    last_error TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP
);
CREATE INDEX outbox_messages_due ON outbox_messages (status, next_attempt_at, id);

-- First answers to POST with an Idempotency-Key; response columns are empty while the first still runs.
CREATE TABLE idempotency_keys (
    owner TEXT COLLATE "C" NOT NULL,
    idempotency_key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    status INTEGER,
    headers TEXT COLLATE "C",
    body TEXT COLLATE "C",
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (owner, idempotency_key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
