"""What every domain stands on: database, clock, refusals, tokens, links, actors, guards, forms and pages."""
