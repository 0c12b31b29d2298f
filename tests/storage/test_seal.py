"""The bytes of sealing are pinned: what one Nearer sealed, every later one opens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.errors import InputError, StoreError, Tampered
from nearer.storage.codes import ALPHABET, code_from, new_code, value_of
from nearer.storage.passphrase import KeyCost, key_of, salt_of, stretch
from nearer.storage.seal import bind, new_key, pad, seal, subkey, unpad, unseal, unwrap, wrap

KEY = bytes(range(32))
NONCE = bytes(range(100, 124))


def test_the_cipher_is_the_one_of_the_draft():
    """Source: draft-irtf-cfrg-xchacha-03, A.3.1."""
    key, nonce = bytes(range(0x80, 0xA0)), bytes(range(0x40, 0x58))
    plain = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
        b"sunscreen would be it."
    )
    sealed = seal(key, plain, bytes.fromhex("50515253c0c1c2c3c4c5c6c7"), nonce=nonce)
    assert sealed[:24] == nonce
    assert sealed[24:].hex() == (
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
        "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
    )


def test_vectors_of_nearers_own_forms():
    """Seal, wrap, subkey, bind, pad, passphrase: if one of these changes, old stores no longer open."""
    assert bind(b"a", b"bc").hex() == "01000000000000006102000000000000006263"
    assert pad(b"tea") == (3).to_bytes(8, "little") + b"tea" + bytes(501)
    assert subkey(KEY, "nearer sealing").hex() == SUBKEY
    assert seal(KEY, b"thank you", bind(b"head", b"x"), nonce=NONCE).hex() == SEALED
    assert wrap(KEY, bytes(32), b"door", nonce=NONCE).hex() == WRAPPED
    assert salt_of("  Kitchen ", b"p" * 32) == salt_of("kitchen", b"p" * 32)
    assert key_of("Kitchen", " four words in row ", b"p" * 32, KeyCost(1, 8192)).hex() == STRETCHED


SUBKEY = "5ff02ec833ec83000dfb3ff09fce9c837160f13aed3315fd7182d18db042e2d1"
SEALED = "6465666768696a6b6c6d6e6f707172737475767778797a7b081b98de940ef0edf2a68003963f511171feeba80b6b17758e"
WRAPPED = (
    "6465666768696a6b6c6d6e6f707172737475767778797a7b"
    "7c73f9b0ff2e898287309d3fa66fbdc95bbb5271e42ccab08c5564a72b5e7810e9a99df92f1138fd2105536bc87a704f"
)
STRETCHED = "e4ccbf787fe867549ebe051c71418e8ed7ce415229bdcdaf1b329f8bb84550a7"


def test_argon2id_is_the_one_of_the_standard():
    """Source: computed apart with argon2-cffi 25.1.0 (the reference implementation): id, v=19, t=2, m=64 MiB, p=1."""
    assert stretch("password", b"somesaltsomesalt", KeyCost(2, 65536 * 1024)).hex() == ARGON


ARGON = "fc33b78139231d34b71626bd6245c1d72efa190ad605c3d8166a72adcedfa2c2"


@settings(max_examples=60, deadline=None)
@given(value=st.binary(max_size=9000), bound=st.binary(max_size=20))
def test_what_is_sealed_opens_and_its_size_is_a_bucket(value, bound):
    key = new_key()
    sealed = seal(key, pad(value), bound)
    assert unpad(unseal(key, sealed, bound)) == value
    assert (len(sealed) - 40) % 512 == 0
    assert unwrap(key, wrap(key, KEY, bound), bound) == KEY


@settings(max_examples=60, deadline=None)
@given(place=st.integers(min_value=0), bit=st.integers(0, 7), value=st.binary(max_size=600))
def test_any_changed_bit_is_refused(place, bit, value):
    sealed = bytearray(seal(KEY, pad(value), b"here"))
    sealed[place % len(sealed)] ^= 1 << bit
    for changed, key, bound in (
        (bytes(sealed), KEY, b"here"),
        (seal(KEY, pad(value), b"here"), KEY, b"there"),
        (seal(KEY, pad(value), b"here"), NONCE + NONCE[:8], b"here"),
        (seal(KEY, pad(value), b"here")[:-1], KEY, b"here"),
        (b"", KEY, b"here"),
    ):
        with pytest.raises(Tampered):
            unseal(key, changed, bound)


def test_padding_that_lies_is_refused():
    for padded in (b"", b"short", (600).to_bytes(8, "little") + bytes(504)):
        with pytest.raises(Tampered):
            unpad(padded)


def test_a_file_cannot_ask_for_endless_work():
    for cost in (KeyCost(21, 8192), KeyCost(1, 2**31), KeyCost(0, 0)):
        with pytest.raises(StoreError):
            stretch("words", bytes(16), cost)


@settings(max_examples=100, deadline=None)
@given(value=st.binary(min_size=20, max_size=20))
def test_a_code_comes_back_however_it_is_typed(value):
    code = code_from(value)
    assert value_of(code, 20) == value
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert value_of(typed, 20) == value


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_slip_is_found_in_its_group(data):
    """Every single wrong sign, and every two signs or groups exchanged."""
    value, code = new_code(20)
    assert value_of(code, 20) == value
    groups = code.split("-")
    place = data.draw(st.integers(0, 7))
    group = list(groups[place])
    left, right = data.draw(st.permutations(range(5)))[:2]
    wrong = list(group)
    wrong[left] = data.draw(st.sampled_from(sorted(set(ALPHABET) - {group[left]})))
    swapped = list(group)
    swapped[left], swapped[right] = group[right], group[left]
    for slip in (wrong, swapped):
        if slip != group:
            with pytest.raises(InputError, match="group"):
                value_of("-".join([*groups[:place], "".join(slip), *groups[place + 1 :]]), 20)
    if groups[left] != groups[right]:
        groups[left], groups[right] = groups[right], groups[left]
        with pytest.raises(InputError, match="group"):
            value_of("-".join(groups), 20)
