"""The registry of bodies, people and regions, across sessions."""
