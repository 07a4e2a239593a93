"""What every record stands on: clock, ids, acts, log, files, numbers, jobs, tasks, doctor, backup."""
