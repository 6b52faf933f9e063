"""Training, timed: jobs, the peers that do them, the race between them, and what is read from it."""
