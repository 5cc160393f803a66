-- CRC-32C of a chunk's bytes, so that damage is found wherever the chunk is read; null for chunks stored before.
ALTER TABLE content_chunk ADD COLUMN checksum INTEGER;
