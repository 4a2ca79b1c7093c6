-- Led by `announced`, which hardly divides the rows, they were taken for finding single cards, and every card was read.
DROP INDEX services_visible_from;
DROP INDEX services_visible_until;
CREATE INDEX services_visible_from ON services (visible_from, card_id) WHERE NOT announced;
CREATE INDEX services_visible_until ON services (visible_until, card_id) WHERE announced;
