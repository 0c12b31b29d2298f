"""The studies that show what the statistics of the cycle do on couples whose truth is known."""
