-- What a job's run takes in memory, in bytes, reserved before it begins.
ALTER TABLE training_job ADD COLUMN memory_bytes BIGINT NOT NULL DEFAULT 0;
-- What a queued job waits for beside its turn; null: nothing else.
ALTER TABLE training_job ADD COLUMN waits_for TEXT;
