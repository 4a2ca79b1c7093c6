-- The agreements that cards are shown with stand beside the service itself, so that both are read at once.
DROP TABLE service_agreements;
-- First and last of the days on which the list is so; without, there is no first or no last.
ALTER TABLE services ADD COLUMN agreements_from DATE;
ALTER TABLE services ADD COLUMN agreements_until DATE;
-- A JSON list, ready to send; without, no agreement is in force.
ALTER TABLE services ADD COLUMN agreements TEXT;
CREATE INDEX services_agreements_until ON services (agreements_until, card_id) WHERE agreements_until IS NOT NULL;

-- What is there already was true on a day long ago, so it is written anew before it is used.
UPDATE services SET agreements_until = '0001-01-01' WHERE card_id IN (SELECT card_id FROM agreement_cards);
