"""Self-registration: somebody asks to take part, proves the e-mail address, and the office approves."""
