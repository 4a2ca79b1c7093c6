-- Needs surveys: questionnaires, campaigns with quotas, the people asked, their answers.

CREATE TABLE questionnaires (
    id TEXT NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    sort_title TEXT NOT NULL,
    -- Numbers of the last version, and of the one in use.
    last_number INTEGER NOT NULL,
    active_number INTEGER,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX questionnaires_network_code ON questionnaires (network_id, code);
CREATE INDEX questionnaires_network ON questionnaires (network_id, sort_title, id);
CREATE INDEX questionnaires_title ON questionnaires (sort_title, id);

-- Versions of questionnaires; unchangeable once they were active.
CREATE TABLE questionnaire_versions (
    questionnaire_id TEXT NOT NULL REFERENCES questionnaires (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    activated_at TIMESTAMP,
    retired_at TIMESTAMP,
    PRIMARY KEY (questionnaire_id, number)
);

CREATE TABLE survey_campaigns (
    id TEXT NOT NULL PRIMARY KEY,
    network_id TEXT NOT NULL REFERENCES network_bodies (id),
    questionnaire_id TEXT NOT NULL REFERENCES questionnaires (id),
    questionnaire_number INTEGER NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    sort_title TEXT NOT NULL,
    -- Whether nothing is kept that links an answer to a person.
    anonymous BOOLEAN NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    content TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX survey_campaigns_network ON survey_campaigns (network_id, first_day, id);
CREATE INDEX survey_campaigns_first_day ON survey_campaigns (first_day, id);
CREATE INDEX survey_campaigns_status ON survey_campaigns (status, first_day, id);
CREATE INDEX survey_campaigns_questionnaire ON survey_campaigns (questionnaire_id, first_day, id);

-- Where a campaign runs, with how many answers a point must and may give.
CREATE TABLE survey_points (
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    point_id TEXT NOT NULL REFERENCES points (id),
    minimum INTEGER NOT NULL,
    cap INTEGER,
    completed INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, point_id)
);
CREATE INDEX survey_points_point ON survey_points (point_id, campaign_id);

-- The same for a category of respondents at a point.
CREATE TABLE survey_slots (
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    point_id TEXT NOT NULL REFERENCES points (id),
    category TEXT NOT NULL,
    minimum INTEGER NOT NULL,
    cap INTEGER,
    completed INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, point_id, category)
);

-- People to be asked.
CREATE TABLE survey_respondents (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    point_id TEXT NOT NULL REFERENCES points (id),
    category TEXT NOT NULL,
    disposition TEXT NOT NULL,
    -- Name, telephone, e-mail address, note.
    content TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_call_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX survey_respondents_campaign ON survey_respondents (campaign_id, id);
CREATE INDEX survey_respondents_point ON survey_respondents (point_id, campaign_id, id);
CREATE INDEX survey_respondents_next_call ON survey_respondents (campaign_id, next_call_at, id);

-- Calls made to them, never changed afterwards.
CREATE TABLE survey_call_attempts (
    respondent_id TEXT NOT NULL REFERENCES survey_respondents (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT,
    next_call_at TIMESTAMP,
    called_by TEXT REFERENCES users (id),
    called_at TIMESTAMP NOT NULL,
    PRIMARY KEY (respondent_id, number)
);

CREATE TABLE survey_responses (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    point_id TEXT NOT NULL REFERENCES points (id),
    category TEXT NOT NULL,
    respondent_id TEXT REFERENCES survey_respondents (id) ON DELETE SET NULL,
    status TEXT NOT NULL,
    review TEXT NOT NULL,
    channel TEXT NOT NULL,
    interviewer_id TEXT REFERENCES users (id),
    language TEXT NOT NULL,
    -- Identifier that the front end gave the answers as they are now.
    instance_id TEXT NOT NULL,
    answers TEXT NOT NULL,
    consented_at TIMESTAMP,
    completed_at TIMESTAMP,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
-- One response of a respondent, begun or final.
CREATE UNIQUE INDEX survey_responses_respondent ON survey_responses (respondent_id) WHERE status <> 'deleted';
CREATE INDEX survey_responses_partial ON survey_responses (campaign_id, point_id, category) WHERE status = 'partial';
CREATE INDEX survey_responses_campaign ON survey_responses (campaign_id, id);
CREATE INDEX survey_responses_point ON survey_responses (point_id, campaign_id, id);
CREATE INDEX survey_responses_of_respondent ON survey_responses (respondent_id);

-- Every body ever taken, by the identifier its front end gave it: what was sent again is known.
CREATE TABLE survey_submissions (
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    instance_id TEXT NOT NULL,
    response_id TEXT NOT NULL,
    deprecated_id TEXT,
    sha256 TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (campaign_id, instance_id)
);
CREATE INDEX survey_submissions_response ON survey_submissions (response_id);

-- What was said of a response in review, never changed afterwards.
CREATE TABLE survey_review_notes (
    response_id TEXT NOT NULL REFERENCES survey_responses (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    review TEXT NOT NULL,
    comment TEXT,
    made_by TEXT REFERENCES users (id),
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (response_id, number)
);

-- Single-use links for answering by oneself; only the hash of the secret is kept.
CREATE TABLE survey_links (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    point_id TEXT NOT NULL REFERENCES points (id),
    category TEXT NOT NULL,
    respondent_id TEXT REFERENCES survey_respondents (id) ON DELETE CASCADE,
    -- The answers begun with it; forgotten at the end where the campaign is anonymous.
    response_id TEXT REFERENCES survey_responses (id) ON DELETE SET NULL,
    token_hash TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    revoked_at TIMESTAMP,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX survey_links_token_hash ON survey_links (token_hash);
CREATE INDEX survey_links_campaign ON survey_links (campaign_id, id);
CREATE INDEX survey_links_respondent ON survey_links (respondent_id);
CREATE INDEX survey_links_response ON survey_links (response_id);

-- Completed responses as results count them: closed answers and numbers, packed.
CREATE TABLE survey_facts (
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    response_id TEXT NOT NULL REFERENCES survey_responses (id) ON DELETE CASCADE,
    point_id TEXT NOT NULL REFERENCES points (id),
    category TEXT NOT NULL,
    channel TEXT NOT NULL,
    completed_on DATE NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (campaign_id, response_id)
);
CREATE INDEX survey_facts_response ON survey_facts (response_id);

-- Codes that coders made for the open answers to a question.
CREATE TABLE survey_answer_codes (
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    code TEXT NOT NULL,
    label TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (campaign_id, question, code)
);

-- Which of them an answer was given.
CREATE TABLE survey_answer_codings (
    response_id TEXT NOT NULL REFERENCES survey_responses (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    code TEXT NOT NULL,
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    coded_by TEXT REFERENCES users (id),
    coded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (response_id, question, code)
);
CREATE INDEX survey_answer_codings_code ON survey_answer_codings (campaign_id, question, code);
