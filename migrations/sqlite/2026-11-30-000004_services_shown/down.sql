DROP INDEX services_visible_from;
DROP INDEX services_visible_until;
CREATE INDEX services_visible_from ON services (announced, visible_from);
CREATE INDEX services_visible_until ON services (announced, visible_until);
