"""Was this checked before? Suggestions from earlier checks, which a person confirms or rejects."""
