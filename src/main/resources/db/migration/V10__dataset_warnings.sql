-- What a dataset's upload made doubtful, as one JSON document: it is only ever read whole.
ALTER TABLE dataset ADD COLUMN warnings VARCHAR(200000) NOT NULL DEFAULT '[]';
