DROP INDEX services_agreements_until;
ALTER TABLE services DROP COLUMN agreements_from;
ALTER TABLE services DROP COLUMN agreements_until;
ALTER TABLE services DROP COLUMN agreements;

-- The agreements that cards are shown with, ready to send, on the days on which that is so: none where a card has no row.
-- On other days the agreements themselves are asked.
CREATE TABLE service_agreements (
    card_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES cards (id) ON DELETE CASCADE,
    -- First and last of those days; without, there is no first or no last.
    first_day DATE,
    last_day DATE,
    -- A JSON list; without, no agreement is in force.
    list TEXT COLLATE "C"
);
CREATE INDEX service_agreements_last_day ON service_agreements (last_day, card_id);

-- What is there already was true on a day long ago, so it is written anew before it is used.
INSERT INTO service_agreements (card_id, last_day) SELECT DISTINCT card_id, DATE '0001-01-01' FROM agreement_cards;
