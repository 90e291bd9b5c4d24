"""What the public sees: sessions, released documents and their seals."""
