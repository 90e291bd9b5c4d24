"""Stories about publishing, reading and verifying recommendations."""
