"""The library on disk: SQLite through SQLAlchemy, units of work as steps of the trail, evidence files."""
