-- An imported version was trained by no job, and no epoch of it was measured.
ALTER TABLE model_version ALTER COLUMN job_id DROP NOT NULL;
ALTER TABLE model_version ALTER COLUMN metrics DROP NOT NULL;
