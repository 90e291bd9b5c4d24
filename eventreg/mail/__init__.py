"""The outbox: a letter is stored with its cause and delivered by the worker."""
