"""Session bundles: one JSON file that carries a council, a session, its agenda, figures and invited bodies."""
