-- Binary content in pieces: no more than one is ever in memory, and H2's VARBINARY ends at 1 MiB.
CREATE TABLE content (
    id      UUID PRIMARY KEY,
    bytes   BIGINT      NOT NULL,
    chunks  INTEGER     NOT NULL,
    sha256  VARCHAR(64) NOT NULL
);

CREATE TABLE content_chunk (
    content_id   UUID    NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    chunk_index  INTEGER NOT NULL,
    data         BYTEA   NOT NULL,
    PRIMARY KEY (content_id, chunk_index)
);

CREATE TABLE dataset (
    id          UUID PRIMARY KEY,
    name        VARCHAR(63)              NOT NULL,
    source      VARCHAR(16)              NOT NULL,
    row_count   INTEGER                  NOT NULL,
    -- The columns with their statistics as one JSON document: they are only ever read whole. H2's VARCHAR ends at 1 Mi.
    columns     VARCHAR(1000000)         NOT NULL,
    sha256      VARCHAR(64)              NOT NULL,
    content_id  UUID                     NOT NULL REFERENCES content (id),
    created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT dataset_name_unique UNIQUE (name),
    CONSTRAINT dataset_content_unique UNIQUE (content_id)
);
