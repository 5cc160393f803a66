-- The callbacks that are to be made: db-scheduler's table, under a name of our own. A row is one job that has ended.
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

ALTER TABLE training_job ADD COLUMN callback_url VARCHAR(2048);
ALTER TABLE training_job ADD COLUMN callback_attempts INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE training_job ADD COLUMN callback_delivered_at TIMESTAMP WITH TIME ZONE;
-- Why the last attempt failed.
ALTER TABLE training_job ADD COLUMN callback_error VARCHAR(1000);

CREATE INDEX training_job_finished ON training_job (finished_at);
