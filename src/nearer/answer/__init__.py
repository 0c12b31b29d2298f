"""Findings and wording make an answer."""
