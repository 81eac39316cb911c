"""The window of Factcheck Workbench. It reaches the core through ``factcheck.services`` only."""
