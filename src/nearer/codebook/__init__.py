"""The codes as data: one TOML file a code under ``book/<family>/<code>.toml``, read into frozen records."""

from nearer.codebook.load import book, cycle_class_of, family_of, read_code
from nearer.codebook.schema import CycleClass, Family, Fires, ProcessCode, Quiet

__all__ = ["CycleClass", "Family", "Fires", "ProcessCode", "Quiet", "book", "cycle_class_of", "family_of", "read_code"]
