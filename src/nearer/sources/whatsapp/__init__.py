"""WhatsApp's text exports: every locale's dates, placeholders and notices, and lines that only look like messages."""

from nearer.sources.whatsapp.read import fits, frames, read

__all__ = ["fits", "frames", "read"]
