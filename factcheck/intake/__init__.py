"""Articles coming in: files, pasted text and captured pages become a ``domain.article.Draft``."""

from factcheck.intake.read import MAX_BYTES, from_page, from_text, read_bytes, read_file

__all__ = ["MAX_BYTES", "from_page", "from_text", "read_bytes", "read_file"]
