"""For every test: Hypothesis draws the same examples each time, so that a change alone can turn a run red.

``pytest --hypothesis-profile=explore`` draws new ones, to look for what nobody has thought of.
"""

from hypothesis import settings

settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("steady")
