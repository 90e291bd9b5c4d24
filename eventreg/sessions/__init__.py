"""Council sessions: kinds, stages, venue and times."""
