"""The final recommendations: clauses from drafting to adoption."""
