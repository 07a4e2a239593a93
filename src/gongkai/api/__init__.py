"""What programs ask and do: the acts and the selectors of the records, and the annual report, under /api/v1/."""
