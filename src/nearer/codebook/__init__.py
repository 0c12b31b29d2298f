"""The codes as data: one TOML file a code."""
