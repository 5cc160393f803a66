-- The whole schema. H2 and PostgreSQL run the same statements.

-- Keys. -----------------------------------------------------------------------------------------------------------------------------

-- What a caller's key allows, without the key. Deleted when the key is revoked.
CREATE TABLE api_key (
    -- Part of the key.
    id            VARCHAR(8) PRIMARY KEY,
    name          VARCHAR(63)              NOT NULL,
    role          VARCHAR(16)              NOT NULL,
    -- Of the whole key, which has 256 random bits.
    sha256        VARCHAR(64)              NOT NULL,
    -- The name of the key that made it.
    created_by    VARCHAR(63)              NOT NULL,
    created_at    TIMESTAMP WITH TIME ZONE NOT NULL,
    -- Null: when it is revoked.
    expires_at    TIMESTAMP WITH TIME ZONE,
    -- To the hour; null: never.
    last_used_at  TIMESTAMP WITH TIME ZONE,
    CONSTRAINT api_key_name_unique UNIQUE (name)
);

-- Contents: bytes of any size. ------------------------------------------------------------------------------------------------------

-- Rows of a dataset, a model's definition, preprocessing, weights, or a training state.
CREATE TABLE content (
    id      UUID PRIMARY KEY,
    bytes   BIGINT      NOT NULL,
    chunks  INTEGER     NOT NULL,
    sha256  VARCHAR(64) NOT NULL
);

-- The bytes in pieces: no more than one is ever in memory, and H2's VARBINARY ends at 1 MiB.
CREATE TABLE content_chunk (
    content_id   UUID    NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    chunk_index  INTEGER NOT NULL,
    data         BYTEA   NOT NULL,
    -- CRC-32C of the data, so that damage is found whenever the chunk is read.
    checksum     INTEGER NOT NULL,
    PRIMARY KEY (content_id, chunk_index)
);

-- Datasets and models. --------------------------------------------------------------------------------------------------------------

-- Uploaded rows with typed columns. Never changes.
CREATE TABLE dataset (
    id          UUID PRIMARY KEY,
    name        VARCHAR(63)              NOT NULL,
    source      VARCHAR(16)              NOT NULL,
    row_count   INTEGER                  NOT NULL,
    -- The columns with their statistics as one JSON document, which is only read whole. H2's VARCHAR ends at 1 Mi.
    columns     VARCHAR(1000000)         NOT NULL,
    -- What was doubtful in the upload, as one JSON document.
    warnings    VARCHAR(200000)          NOT NULL,
    sha256      VARCHAR(64)              NOT NULL,
    content_id  UUID                     NOT NULL REFERENCES content (id),
    -- The name of a key, also where others have such a column: who caused the row to exist. The key may be revoked since.
    created_by  VARCHAR(63)              NOT NULL,
    created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT dataset_name_unique UNIQUE (name),
    CONSTRAINT dataset_content_unique UNIQUE (content_id)
);

-- A name, a definition, and which version answers.
CREATE TABLE model (
    id                 UUID PRIMARY KEY,
    name               VARCHAR(63)              NOT NULL,
    definition_id      UUID                     NOT NULL REFERENCES content (id),
    definition_sha256  VARCHAR(64)              NOT NULL,
    last_version       INTEGER                  NOT NULL,
    -- Which version answers a request that names none: "newest", "best", an alias, or a number.
    serves             VARCHAR(63)              NOT NULL,
    -- Names of versions, one JSON object, which is only read and written whole, with the row locked.
    aliases            VARCHAR(10000)           NOT NULL,
    created_by         VARCHAR(63)              NOT NULL,
    created_at         TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT model_name_unique UNIQUE (name)
);

-- What a job trained. Never changes.
CREATE TABLE model_version (
    id                UUID PRIMARY KEY,
    model_id          UUID                     NOT NULL REFERENCES model (id) ON DELETE CASCADE,
    version           INTEGER                  NOT NULL,
    -- The job and its sweep are no foreign keys: a version outlives what trained it.
    job_id            UUID                     NOT NULL,
    sweep_id          UUID,
    -- The epoch whose parameters the version has.
    epoch             INTEGER                  NOT NULL,
    -- The job's epoch with the lowest validation cost (without a validation, cost), which may be another one; null: only epoch 0 was measured.
    best_epoch        INTEGER,
    inputs            INTEGER                  NOT NULL,
    metrics           TEXT                     NOT NULL,
    -- Figures of that epoch, for the rule "best"; null: not measured, or not finite.
    cost              DOUBLE PRECISION,
    validation_cost   DOUBLE PRECISION,
    preprocessing_id  UUID                     NOT NULL REFERENCES content (id),
    weights_id        UUID                     NOT NULL REFERENCES content (id),
    weights_sha256    VARCHAR(64)              NOT NULL,
    -- That of the job.
    created_by        VARCHAR(63)              NOT NULL,
    created_at        TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT model_version_unique UNIQUE (model_id, version)
);

-- Jobs and sweeps. ------------------------------------------------------------------------------------------------------------------

-- What was asked for; its state follows from its jobs. Never changes.
CREATE TABLE sweep (
    id               UUID PRIMARY KEY,
    -- A JSON object: paths into the job's request, each with its values.
    grid             TEXT                     NOT NULL,
    restarts         INTEGER                  NOT NULL,
    rank_by          VARCHAR(32)              NOT NULL,
    idempotency_key  VARCHAR(255),
    request_sha256   VARCHAR(64)              NOT NULL,
    created_by       VARCHAR(63)              NOT NULL,
    created_at       TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT sweep_idempotency_key_unique UNIQUE (idempotency_key)
);

-- A request to train, and what became of it.
CREATE TABLE training_job (
    id                     UUID PRIMARY KEY,
    state                  VARCHAR(16)              NOT NULL,
    stop_reason            VARCHAR(16),
    error                  TEXT,
    -- Every state that the job was in, with its time, as one JSON document.
    transitions            TEXT                     NOT NULL,
    -- Grows whenever the job is queued; job_queue has the newest claim, and job_progress the one whose records are taken.
    claim                  INTEGER                  NOT NULL,
    priority               INTEGER                  NOT NULL,
    -- What a run takes in memory, in bytes, reserved before it starts.
    memory_bytes           BIGINT                   NOT NULL,
    -- What a queued job waits for beside its turn; null: nothing else.
    waits_for              TEXT,
    -- When the replica that trains the job last said so.
    heartbeat_at           TIMESTAMP WITH TIME ZONE,
    -- How far the run is in its epoch, written with the heartbeat.
    batch_epoch            INTEGER,
    batch                  INTEGER,
    batches                INTEGER,
    -- Models and datasets are no foreign keys: a finished job's record outlives them.
    model_id               UUID                     NOT NULL,
    model_name             VARCHAR(63)              NOT NULL,
    model_version          INTEGER,
    dataset_id             UUID                     NOT NULL,
    dataset_name           VARCHAR(63)              NOT NULL,
    validation_id          UUID,
    spec                   TEXT                     NOT NULL,
    epochs                 INTEGER                  NOT NULL,
    seed                   BIGINT                   NOT NULL,
    -- The record of the epoch whose parameters the version has: here, too, because the job's record outlives the version.
    trained_epoch          TEXT,
    weights_sha256         VARCHAR(64),
    -- Values of rows that validate which training rows do not have, as one JSON document; null before the run starts.
    unknown_values         TEXT,
    -- What of the dataset is probably not meant, as one JSON document: the job's record outlives the dataset. NULL: nothing.
    warnings               TEXT,
    sweep_id               UUID REFERENCES sweep (id),
    -- The job's place in the sweep: grid point times restarts plus restart.
    sweep_index            INTEGER,
    callback_url           VARCHAR(2048),
    callback_attempts      INTEGER DEFAULT 0        NOT NULL,
    callback_delivered_at  TIMESTAMP WITH TIME ZONE,
    -- Why the last attempt failed.
    callback_error         VARCHAR(1000),
    idempotency_key        VARCHAR(255),
    request_sha256         VARCHAR(64)              NOT NULL,
    created_by             VARCHAR(63)              NOT NULL,
    created_at             TIMESTAMP WITH TIME ZONE NOT NULL,
    started_at             TIMESTAMP WITH TIME ZONE,
    finished_at            TIMESTAMP WITH TIME ZONE,
    row_version            INTEGER                  NOT NULL,
    CONSTRAINT training_job_idempotency_key_unique UNIQUE (idempotency_key),
    CONSTRAINT training_job_sweep_unique UNIQUE (sweep_id, sweep_index)
);

CREATE INDEX training_job_state ON training_job (state);
CREATE INDEX training_job_finished ON training_job (finished_at);

-- How far a job is: written only by the worker that holds it. Its claim is the fence between workers.
CREATE TABLE job_progress (
    job_id              UUID PRIMARY KEY REFERENCES training_job (id) ON DELETE CASCADE,
    claim               INTEGER NOT NULL,
    -- The newest whose record is stored; -1 before the first.
    epoch               INTEGER NOT NULL,
    samples_per_second  DOUBLE PRECISION,
    eta_seconds         DOUBLE PRECISION,
    -- The records of the newest epoch, and of the one with the lowest validation cost (without a validation, cost).
    latest              TEXT,
    best                TEXT
);

-- What is stored of a job's training. -----------------------------------------------------------------------------------------------

-- Records of epochs at equal distances in one row. A history is stored three times, each time more thinly.
CREATE TABLE epoch_block (
    job_id       UUID    NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    -- 0: every epoch, 1: every 64th, 2: every 4096th.
    level        INTEGER NOT NULL,
    first_epoch  INTEGER NOT NULL,
    epochs       INTEGER NOT NULL,
    -- As EpochColumns writes them.
    data         BYTEA   NOT NULL,
    PRIMARY KEY (job_id, level, first_epoch)
);

-- A job's training state at the end of an epoch.
CREATE TABLE checkpoint (
    job_id      UUID                     NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    epoch       INTEGER                  NOT NULL,
    -- Deleted together with this row.
    content_id  UUID                     NOT NULL REFERENCES content (id),
    created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (job_id, epoch)
);

-- Queues: db-scheduler's tables, under names of our own. ----------------------------------------------------------------------------

-- A row is a claim of a job that waits for a worker or is held by one.
CREATE TABLE job_queue (
    task_name             VARCHAR(100)             NOT NULL,
    task_instance         VARCHAR(100)             NOT NULL,
    task_data             BYTEA,
    execution_time        TIMESTAMP WITH TIME ZONE NOT NULL,
    picked                BOOLEAN                  NOT NULL,
    picked_by             VARCHAR(255),
    last_success          TIMESTAMP WITH TIME ZONE,
    last_failure          TIMESTAMP WITH TIME ZONE,
    consecutive_failures  INTEGER,
    last_heartbeat        TIMESTAMP WITH TIME ZONE,
    version               BIGINT                   NOT NULL,
    priority              SMALLINT,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX job_queue_due ON job_queue (priority DESC, execution_time ASC);
CREATE INDEX job_queue_heartbeat ON job_queue (last_heartbeat);

-- A row is a job that has ended and whose callback is to be delivered.
CREATE TABLE callback_queue (
    task_name             VARCHAR(100)             NOT NULL,
    task_instance         VARCHAR(100)             NOT NULL,
    task_data             BYTEA,
    execution_time        TIMESTAMP WITH TIME ZONE NOT NULL,
    picked                BOOLEAN                  NOT NULL,
    picked_by             VARCHAR(255),
    last_success          TIMESTAMP WITH TIME ZONE,
    last_failure          TIMESTAMP WITH TIME ZONE,
    consecutive_failures  INTEGER,
    last_heartbeat        TIMESTAMP WITH TIME ZONE,
    version               BIGINT                   NOT NULL,
    priority              SMALLINT,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX callback_queue_due ON callback_queue (execution_time);
CREATE INDEX callback_queue_heartbeat ON callback_queue (last_heartbeat);

-- Deleting a content looks for rows that refer to it. H2 indexes foreign keys itself; PostgreSQL would read whole tables.
CREATE INDEX model_definition ON model (definition_id);
CREATE INDEX model_version_preprocessing ON model_version (preprocessing_id);
CREATE INDEX model_version_weights ON model_version (weights_id);
CREATE INDEX checkpoint_content ON checkpoint (content_id);
