CREATE TABLE model (
    id                 UUID PRIMARY KEY,
    name               VARCHAR(63)              NOT NULL,
    definition_id      UUID                     NOT NULL REFERENCES content (id),
    definition_sha256  VARCHAR(64)              NOT NULL,
    last_version       INTEGER                  NOT NULL,
    created_at         TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT model_name_unique UNIQUE (name)
);

CREATE TABLE model_version (
    id                UUID PRIMARY KEY,
    model_id          UUID                     NOT NULL REFERENCES model (id) ON DELETE CASCADE,
    version           INTEGER                  NOT NULL,
    -- Not a foreign key: a version outlives the job that trained it.
    job_id            UUID                     NOT NULL,
    epoch             INTEGER                  NOT NULL,
    inputs            INTEGER                  NOT NULL,
    metrics           TEXT                     NOT NULL,
    preprocessing_id  UUID                     NOT NULL REFERENCES content (id),
    weights_id        UUID                     NOT NULL REFERENCES content (id),
    weights_sha256    VARCHAR(64)              NOT NULL,
    created_at        TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT model_version_unique UNIQUE (model_id, version)
);
