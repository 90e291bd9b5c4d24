"""The staff's desk: dashboard, search, journal and letters viewers, bundles."""
