-- Which version answers a request that names none: "newest", "best", an alias, or a number.
ALTER TABLE model ADD COLUMN serves VARCHAR(63) NOT NULL DEFAULT 'newest';
-- Names of versions, one JSON object: they are only ever read and written whole, with the model's row locked.
ALTER TABLE model ADD COLUMN aliases VARCHAR(10000) NOT NULL DEFAULT '{}';

-- The sweep whose job trained it. Not a foreign key: a version outlives its sweep.
ALTER TABLE model_version ADD COLUMN sweep_id UUID;
-- Figures of the epoch that the version is of, for the rule "best"; NULL: not measured, or not finite.
ALTER TABLE model_version ADD COLUMN cost DOUBLE PRECISION;
ALTER TABLE model_version ADD COLUMN validation_cost DOUBLE PRECISION;
