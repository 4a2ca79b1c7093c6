-- Reports of survey campaigns, made by a worker: how far each is, and where its page and its document are kept.

CREATE TABLE survey_reports (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    status TEXT NOT NULL,
    page_key TEXT,
    document_key TEXT,
    message TEXT,
    created_by TEXT REFERENCES users (id),
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX survey_reports_campaign ON survey_reports (campaign_id, id);
CREATE INDEX survey_reports_status ON survey_reports (status, created_at, id);
CREATE INDEX survey_reports_page ON survey_reports (page_key);
CREATE INDEX survey_reports_document ON survey_reports (document_key);
