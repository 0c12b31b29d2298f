"""Use cases of the table: what one lays ready alone, the invitation, sitting down, and what the two do together."""
