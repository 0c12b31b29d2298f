"""The table opens with both, closes with one, and tells neither what the other did."""

import msgspec
import pytest
from sqlalchemy import func, select

from nearer.errors import Conflict, ConsentNeeded, InputError, InvitationClosed, Locked, TableClosed, Tampered
from nearer.storage.schema import entries, envelopes, tables


class Agreement(msgspec.Struct, frozen=True):
    words: str


def two(store):
    """Two spaces, their seats, and the code between them."""
    a, _ = store.create_space("a", "passphrase a")
    b, _ = store.create_space("b", "passphrase b")
    first = store.new_table(a)
    code = store.invite(first, "Would you like to sit down with me? Not now is fine, and so is no.")
    return a, b, first, code


def counts(store):
    with store.ground.database.reading() as connection:
        return [
            connection.execute(select(func.count()).select_from(each)).scalar() for each in (entries, tables, envelopes)
        ]


def test_from_invitation_to_a_table_that_keeps(store, opened):
    a, b, first, code = two(store)
    invitation = store.open_invitation(code.lower().replace("-", ""))
    assert invitation.words.startswith("Would you like")
    second = store.accept(code, b)
    table = store.open_table(first, second)
    table.put("agreement", Agreement("tea at nine"), item="x")
    assert (first.sat_together, second.sat_together) == (True, True)

    again = opened()
    a2, b2 = again.open_space("a", "passphrase a"), again.open_space("b", "passphrase b")
    later = again.open_table(*again.seats(b2), *again.seats(a2))
    assert later.get("agreement", "x", Agreement).value.words == "tea at nine"
    assert [item.value.words for item in later.list("agreement", Agreement)] == ["tea at nine"]
    with pytest.raises(Conflict):
        later.put("agreement", Agreement("late"), item="x", expect=0)
    assert later.delete("agreement", "x")
    assert a.list("agreement", Agreement) == []
    assert b.list("agreement", Agreement) == []
    assert counts(store)[2] == 0, "the envelope is cleared away when both have sat down"


def test_one_alone_cannot_open_it(store):
    a, b, first, code = two(store)
    with pytest.raises(InputError, match="other of you"):
        store.accept(code, a)
    second = store.accept(code, b)
    with pytest.raises(InputError, match="other of you"):
        store.accept(code, b)
    store.open_table(first, second)
    for seat in (first, second):
        with pytest.raises(InputError):
            store.open_table(seat, seat)
    other, _ = store.create_space("c", "passphrase c")
    stranger = store.new_table(other)
    with pytest.raises(InputError):
        store.open_table(stranger, second)


def test_the_inviters_own_copy_of_the_code_opens_nothing_later(store):
    """The code goes through the inviter's hands: somebody who accepts with it as well still has no half of the key."""
    _, b, first, code = two(store)
    second = store.accept(code, b)
    forger, _ = store.create_space("f", "passphrase f")
    forged = store.accept(code, forger)
    table = store.open_table(first, second)
    table.put("agreement", Agreement("tea"), item="x")
    with pytest.raises(Tampered, match="lay a new one"):
        store.open_table(first, forged)
    assert forged.half.secret not in {first.half.secret, second.half.secret}
    assert b"secret" not in repr(first.half).encode()


def test_it_closes_while_one_is_locked(store):
    a, b, first, code = two(store)
    table = store.open_table(first, store.accept(code, b))
    item = table.put("agreement", Agreement("tea"))
    b.lock()
    assert all(set(key) == {0} for key in table.shelf.sealer._keys), "the table's keys are wiped with either space's"
    for call in (
        lambda: table.get("agreement", item.id, Agreement),
        lambda: table.put("agreement", Agreement("more")),
        lambda: store.open_table(first, store.seats(a)[0]),
    ):
        with pytest.raises((Locked, InputError)):
            call()


def test_either_closes_it_alone_and_at_once(store):
    for closer in (0, 1):
        _, b, first, code = two_named(store, closer)
        second = store.accept(code, b)
        table = store.open_table(first, second)
        table.put("agreement", Agreement("tea"))
        before = counts(store)
        mine, others = (first, second) if closer == 0 else (second, first)
        store.revoke(mine)
        with pytest.raises(TableClosed):
            table.list("agreement", Agreement)
        assert others.is_closed
        assert counts(store)[0] == before[0] - 2, "what lay on the table, and one's own seat"
        assert counts(store)[1] == before[1] - 1
        with pytest.raises((TableClosed, InputError)):
            store.open_table(first, second)
        store.revoke(others)
        assert store.seats(b) == []


def two_named(store, number):
    a, _ = store.create_space(f"a{number}", "passphrase a")
    b, _ = store.create_space(f"b{number}", "passphrase b")
    first = store.new_table(a)
    return a, b, first, store.invite(first, "Would you?")


def test_declined_looks_like_not_yet_opened(store):
    """Rows, and all that the inviter can call, are the same after a no, a look, and a yes but for the other's seat."""
    a, b, _, code = two(store)
    before = (counts(store), store.seats(a)[0].half, store.open_invitation(code))
    store.decline(code)
    assert (counts(store), store.seats(a)[0].half, store.open_invitation(code)) == before
    store.accept(code, b)
    assert (store.seats(a)[0].half, store.open_invitation(code)) == before[1:]
    assert store.seats(a)[0].sat_together is False


def test_invitations_run_out_and_can_be_taken_back(store, clock):
    a, b, first, code = two(store)
    second_code = store.invite(first, "Once more, gladly.", days=3)
    with pytest.raises(InvitationClosed):
        store.open_invitation(code)
    assert store.open_invitation(second_code).words == "Once more, gladly."
    clock.pass_days(3)
    with pytest.raises(InvitationClosed):
        store.accept(second_code, b)
    assert counts(store)[2] == 1
    assert store.seats(a)[0].invited_until is None
    assert counts(store)[2] == 0
    third = store.invite(store.seats(a)[0], "Again")
    store.revoke(store.seats(a)[0])
    with pytest.raises(InvitationClosed):
        store.open_invitation(third)
    assert counts(store) == [0, 0, 0]
    with pytest.raises(InputError, match="group"):
        store.open_invitation(third[:-1] + ("0" if third[-1] != "0" else "1"))
    for words, days in (("x" * 5000, 3), ("x", 0), ("x", 90)):
        with pytest.raises(InputError):
            store.invite(store.new_table(a), words, days=days)


def test_after_thirty_days_both_say_yes_again(store, clock):
    _, b, first, code = two(store)
    clock.pass_days(2)
    second = store.accept(code, b)
    table = store.open_table(first, second)
    assert (table.consented_until - clock.now).days == 28
    clock.pass_days(28)
    with pytest.raises(ConsentNeeded):
        table.list("agreement", Agreement)
    with pytest.raises(ConsentNeeded) as alone:
        store.open_table(first, second)
    store.consent(first)
    clock.pass_days(3)
    with pytest.raises(ConsentNeeded) as still:
        store.open_table(first, second)
    assert str(alone.value) == str(still.value), "it does not say whose yes is missing"
    store.consent(second)
    assert (store.open_table(first, second).consented_until - clock.now).days == 27


def test_forgetting_a_space_closes_its_tables(store):
    a, b, first, code = two(store)
    second = store.accept(code, b)
    store.open_table(first, second).put("agreement", Agreement("tea"))
    store.forget(a)
    assert second.is_closed
    assert counts(store) == [1, 0, 0], "b's seat alone"
    with pytest.raises((TableClosed, Locked)):
        store.open_table(first, second)
