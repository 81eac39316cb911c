"""A library on PostgreSQL that a newsroom shares: what differs from a folder's, and nothing else."""
