"""The use cases of registrations: registering, admitting, deciding, substituting and the waiting list."""
