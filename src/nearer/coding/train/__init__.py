"""Training: from labelled text to the files that the package ships. Needs the extra ``train``."""
