-- What rows of the validation have and training rows do not, as one JSON document; none before the run begins.
ALTER TABLE training_job ADD COLUMN unknown_values TEXT;
