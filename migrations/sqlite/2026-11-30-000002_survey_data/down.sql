ALTER TABLE survey_facts DROP COLUMN is_counted;
ALTER TABLE survey_respondents DROP COLUMN erased_at;
DROP TABLE survey_coded_answers;
DROP TABLE survey_code_lists;
DROP TABLE survey_result_stamps;
