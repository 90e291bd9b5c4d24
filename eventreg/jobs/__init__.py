"""The one door to the job engine."""
