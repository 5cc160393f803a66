-- The queue of jobs: db-scheduler's table, under a name of our own. A row is one claim of a job.
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

-- The claim names the job's row in the queue. It grows whenever the job is queued, and fences off whoever held an earlier one.
ALTER TABLE training_job ADD COLUMN claim INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE training_job ADD COLUMN priority INTEGER DEFAULT 0 NOT NULL;
-- Every state that the job was in, with its time, as one JSON document.
ALTER TABLE training_job ADD COLUMN transitions TEXT DEFAULT '[]' NOT NULL;
-- When the replica that trains the job last said so.
ALTER TABLE training_job ADD COLUMN heartbeat_at TIMESTAMP WITH TIME ZONE;

-- Whose records are taken: those of this claim only. There may be no record yet.
ALTER TABLE job_progress ADD COLUMN claim INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE job_progress ALTER COLUMN latest DROP NOT NULL;

CREATE TABLE checkpoint (
    job_id      UUID                     NOT NULL REFERENCES training_job (id) ON DELETE CASCADE,
    epoch       INTEGER                  NOT NULL,
    -- A TrainingState. Deleted by whoever deletes the row.
    content_id  UUID                     NOT NULL REFERENCES content (id),
    created_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (job_id, epoch)
);
