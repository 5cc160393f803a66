-- How far a run is in its epoch, written with the heartbeat.
ALTER TABLE training_job ADD COLUMN batch_epoch INTEGER;
ALTER TABLE training_job ADD COLUMN batch INTEGER;
ALTER TABLE training_job ADD COLUMN batches INTEGER;
