"""The error tree: each kind of trouble has the exit status that scripts rely on."""

from nearer.errors import InputError, NotALetterError


def test_exit_statuses_are_the_documented_ones():
    assert InputError("x").exit_status == 2
    assert NotALetterError("x").exit_status == 3
