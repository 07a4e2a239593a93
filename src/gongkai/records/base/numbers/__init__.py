"""Numbers without gaps: a counter row locked inside the act; a voided number is kept as 作废."""
