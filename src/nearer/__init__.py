"""Nearer: a private, local companion for couples in which one partner reaches and the other goes away."""

__version__ = "0.1.0"
