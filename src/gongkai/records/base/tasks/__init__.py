"""What waits for a person: one model behind "what must I do today"."""
