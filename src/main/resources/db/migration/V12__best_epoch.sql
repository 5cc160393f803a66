-- The job's epoch with the lowest monitored cost, which need not be the one whose parameters the version has.
ALTER TABLE model_version ADD COLUMN best_epoch INTEGER;
