-- Whoever deletes a content looks for what refers to it. H2 has indexes for foreign keys anyway; PostgreSQL would read whole tables.
CREATE INDEX model_definition ON model (definition_id);
CREATE INDEX model_version_preprocessing ON model_version (preprocessing_id);
CREATE INDEX model_version_weights ON model_version (weights_id);
CREATE INDEX checkpoint_content ON checkpoint (content_id);
