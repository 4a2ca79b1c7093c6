-- What results of a campaign are made from, numbered: each number grows with every change after the campaign was closed.
CREATE TABLE survey_result_stamps (
    campaign_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    -- Of the answers that are counted.
    facts INTEGER NOT NULL,
    -- Of the codes that open answers were given.
    codes INTEGER NOT NULL
);

-- Versions of the lists of codes for the open answers to a question.
CREATE TABLE survey_code_lists (
    campaign_id TEXT COLLATE "C" NOT NULL REFERENCES survey_campaigns (id) ON DELETE CASCADE,
    question TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, question)
);

-- Versions of the codes that an open answer was given.
CREATE TABLE survey_coded_answers (
    response_id TEXT COLLATE "C" NOT NULL REFERENCES survey_responses (id) ON DELETE CASCADE,
    question TEXT COLLATE "C" NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (response_id, question)
);
INSERT INTO survey_coded_answers (response_id, question, version)
SELECT DISTINCT response_id, question, 2 FROM survey_answer_codings;

-- When what tells who they are was removed.
ALTER TABLE survey_respondents ADD COLUMN erased_at TIMESTAMP;

-- Whether the answers count: those that were rejected in review do not.
ALTER TABLE survey_facts ADD COLUMN is_counted BOOLEAN NOT NULL DEFAULT TRUE;

-- What was rejected before counts no more, and gives its place back; results that were published stay as they are.
UPDATE survey_facts SET is_counted = FALSE
WHERE campaign_id IN (SELECT id FROM survey_campaigns WHERE status <> 'closed')
  AND response_id IN (SELECT id FROM survey_responses WHERE status = 'completed' AND review = 'rejected');
UPDATE survey_slots SET completed = completed - (
    SELECT COUNT(*) FROM survey_responses r
    WHERE r.campaign_id = survey_slots.campaign_id AND r.point_id = survey_slots.point_id
      AND r.category = survey_slots.category AND r.status = 'completed' AND r.review = 'rejected')
WHERE campaign_id IN (SELECT id FROM survey_campaigns WHERE status <> 'closed');
UPDATE survey_points SET completed = completed - (
    SELECT COUNT(*) FROM survey_responses r
    WHERE r.campaign_id = survey_points.campaign_id AND r.point_id = survey_points.point_id
      AND r.status = 'completed' AND r.review = 'rejected')
WHERE campaign_id IN (SELECT id FROM survey_campaigns WHERE status <> 'closed');
