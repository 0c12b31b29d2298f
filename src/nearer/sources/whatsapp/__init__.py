"""WhatsApp's text exports: every locale's dates, placeholders and notices, and lines that only look like messages."""

from nearer.sources.whatsapp.read import fits, read, stream

__all__ = ["fits", "read", "stream"]
