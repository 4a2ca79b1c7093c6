DROP TABLE service_agreements;
