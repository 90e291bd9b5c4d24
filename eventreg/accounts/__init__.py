"""Staff: sign-in, sessions of sign-in, roles per council."""
