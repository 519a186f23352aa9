"""What holds for every test."""

import hypothesis

# A test of arithmetic is right or wrong, on a busy machine too.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
