-- The version of its model that a job starts from, which cannot be deleted while the job is live. Null: it starts with the initial parameters of the model.
ALTER TABLE training_job ADD COLUMN start_version INTEGER;
