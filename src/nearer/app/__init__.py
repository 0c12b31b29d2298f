"""Use cases, and the wiring of what they need."""
