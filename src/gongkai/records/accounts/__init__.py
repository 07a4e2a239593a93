"""People, their dated roles, and who may do what."""
