"""A posting and a résumé in, guarded edits out: the only package that speaks to a model."""
