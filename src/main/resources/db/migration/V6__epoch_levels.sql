-- A history is stored more than once, each time more thinly, so that a view of the whole needs few rows: see EpochBlock.
-- The table is written anew because the two databases have no common words for another primary key.
CREATE TABLE leveled_epoch_block (
    job_id       UUID    NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    -- 0: every epoch, 1: every 64th, 2: every 4096th.
    level        INTEGER NOT NULL,
    first_epoch  INTEGER NOT NULL,
    epochs       INTEGER NOT NULL,
    -- How the data is written: EpochColumns describes it. 0: as before this migration.
    format       INTEGER NOT NULL,
    data         BYTEA   NOT NULL,
    PRIMARY KEY (job_id, level, first_epoch)
);

INSERT INTO leveled_epoch_block (job_id, level, first_epoch, epochs, format, data)
SELECT job_id, 0, first_epoch, epochs, 0, data FROM epoch_block;

DROP TABLE epoch_block;

ALTER TABLE leveled_epoch_block RENAME TO epoch_block;
