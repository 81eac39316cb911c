"""Alembic’s environment: how an older library becomes one of today."""
