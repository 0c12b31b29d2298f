"""Codebook times turns gives marks: the encoder, the heads, the rules."""
