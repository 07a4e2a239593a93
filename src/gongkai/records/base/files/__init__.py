"""Files by their content: written aside, synced, renamed; then the row in the act's transaction; orphans swept."""
