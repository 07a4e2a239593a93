"""Work after the commit: queue, leases, reaper, schedule."""
