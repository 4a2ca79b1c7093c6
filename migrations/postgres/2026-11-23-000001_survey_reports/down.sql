DROP TABLE survey_reports;
