"""Stories about drafting, tabling and adopting recommendations."""
