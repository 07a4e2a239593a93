"""Backup and restore: one file that holds rows, files and keys, on SQLite and PostgreSQL and from one to the other.

A tar archive: rows/<table>.jsonl (one JSON array a row), files/<class>/<sha256>, keys/<name>, and at its end manifest.json
with the SHA-256 of every member, the columns of every table and the applied migrations. Restoring goes through the
migrations of the backup's own version and then on to this one, so an old backup fits a new program.
"""
