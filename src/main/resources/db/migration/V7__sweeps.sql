-- What was asked for. What became of it stands in the jobs.
CREATE TABLE sweep (
    id               UUID PRIMARY KEY,
    -- A JSON object: paths into the job's request, each with its values.
    grid             TEXT                     NOT NULL,
    restarts         INTEGER                  NOT NULL,
    rank_by          VARCHAR(32)              NOT NULL,
    idempotency_key  VARCHAR(255),
    request_sha256   VARCHAR(64)              NOT NULL,
    created_at       TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT sweep_idempotency_key_unique UNIQUE (idempotency_key)
);

ALTER TABLE training_job ADD COLUMN sweep_id UUID REFERENCES sweep (id);
-- The job's place in the sweep: grid point times restarts plus restart.
ALTER TABLE training_job ADD COLUMN sweep_index INTEGER;
-- The record of the epoch whose parameters the version has; kept here, too, for the job's record outlives the model.
ALTER TABLE training_job ADD COLUMN trained_epoch TEXT;
ALTER TABLE training_job ADD CONSTRAINT training_job_sweep_unique UNIQUE (sweep_id, sweep_index);
