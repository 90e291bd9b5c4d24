"""The commands of `eventreg`."""
