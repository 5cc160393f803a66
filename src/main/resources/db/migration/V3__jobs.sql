CREATE TABLE training_job (
    id               UUID PRIMARY KEY,
    state            VARCHAR(16)              NOT NULL,
    stop_reason      VARCHAR(16),
    error            TEXT,
    -- Models and datasets are no foreign keys: a finished job's record outlives them.
    model_id         UUID                     NOT NULL,
    model_name       VARCHAR(63)              NOT NULL,
    model_version    INTEGER,
    dataset_id       UUID                     NOT NULL,
    dataset_name     VARCHAR(63)              NOT NULL,
    validation_id    UUID,
    spec             TEXT                     NOT NULL,
    epochs           INTEGER                  NOT NULL,
    seed             BIGINT                   NOT NULL,
    weights_sha256   VARCHAR(64),
    idempotency_key  VARCHAR(255),
    request_sha256   VARCHAR(64)              NOT NULL,
    created_at       TIMESTAMP WITH TIME ZONE NOT NULL,
    started_at       TIMESTAMP WITH TIME ZONE,
    finished_at      TIMESTAMP WITH TIME ZONE,
    row_version      INTEGER                  NOT NULL,
    CONSTRAINT training_job_idempotency_key_unique UNIQUE (idempotency_key)
);

CREATE INDEX training_job_state ON training_job (state);

-- How far a job is: written by the worker that trains it and by nobody else.
CREATE TABLE job_progress (
    job_id              UUID PRIMARY KEY REFERENCES training_job (id) ON DELETE CASCADE,
    epoch               INTEGER NOT NULL,
    samples_per_second  DOUBLE PRECISION,
    eta_seconds         DOUBLE PRECISION,
    latest              TEXT    NOT NULL,
    best                TEXT
);

-- Records of consecutive epochs in one row; EpochBlock describes the data.
CREATE TABLE epoch_block (
    job_id       UUID    NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    first_epoch  INTEGER NOT NULL,
    epochs       INTEGER NOT NULL,
    data         BYTEA   NOT NULL,
    PRIMARY KEY (job_id, first_epoch)
);
