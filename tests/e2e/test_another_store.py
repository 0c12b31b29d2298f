"""The app over PostgreSQL: a journey, a database that goes away and comes back, and a password that shows nowhere."""

import socket
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text
from tests.e2e.test_traces import Client, at_the_table, own_space
from tests.e2e.test_when_things_go_wrong import space, texts
from tests.storage.postgres import postgres, programs

SECRET = "hollyhock-and-honey"
SAID = "I ask once and wait a day."


@pytest.fixture(scope="module")
def server():
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    with postgres(folder) as url:
        yield url


@contextmanager
def asked_of(server):
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield lambda words: connection.execute(text(words))
    engine.dispose()


@pytest.fixture
def store(server):
    """The address of an empty database, with a password in it."""
    with asked_of(server) as ask:
        ask("CREATE DATABASE couples")
        yield server.replace("nearer@/postgres", f"nearer:{SECRET}@/couples").replace("+psycopg", "")
        ask("DROP DATABASE couples WITH (FORCE)")


def test_a_space_in_postgres_is_there_after_another_start(nursery, tmp_path, store):
    served = nursery.serve(tmp_path, store=store)
    one = space(served.address, new=True)
    assert one.post("/steps", step=SAID).status_code == 200
    one.http.close()
    served.stop()
    served = nursery.serve(tmp_path, store=store)
    back = space(served.address)
    assert texts(back) == {SAID}
    back.http.close()
    served.stop()
    assert not served.data.exists()
    assert list((tmp_path / "temporary").iterdir()) == [], "no folder is made beside the database"
    assert SECRET not in served.log.read_text("utf-8")


def test_two_people_go_from_the_invitation_to_the_end_of_a_talk_in_postgres(nursery, tmp_path, store):
    served = nursery.serve(tmp_path, store=store)
    kim, sam = Client(served.address), Client(served.address)
    own_space(kim, "Kim", "seven herons on a jetty")
    own_space(sam, "Sam", "eleven loaves under cloth")
    at_the_table(kim, sam)
    assert any("That was the talk" in page for page in kim.read)
    for one in (kim, sam):
        one.http.close()
    served.stop()


def test_a_database_that_goes_away_is_told_on_a_page_and_the_words_come_back(nursery, server, tmp_path, store):
    served = nursery.serve(tmp_path, store=store)
    one = space(served.address, new=True)
    assert one.post("/steps", step=SAID).status_code == 200
    with asked_of(server) as ask:
        ask("ALTER DATABASE couples ALLOW_CONNECTIONS false")
        ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'couples'")
        away = one.post("/steps", step="Words while it is away.")
        ask("ALTER DATABASE couples ALLOW_CONNECTIONS true")
    assert away.status_code == 503
    assert "The database does not answer" in away.text
    assert "Words while it is away." in away.text
    assert one.post("/steps", step="It is back.").status_code == 200
    assert texts(one) == {SAID, "It is back."}
    one.http.close()
    served.stop()
    assert SECRET not in served.log.read_text("utf-8") + "".join(one.read)


def test_a_database_that_is_not_there_is_told_in_one_sentence(nursery, tmp_path, store):
    with pytest.raises(AssertionError, match="did not start"):
        nursery.serve(tmp_path, store=store.replace("/couples", "/nowhere"))
    told = "nearer: The database does not answer: please see that it is running and that its address is right.\n"
    assert (tmp_path / "log").read_text("utf-8") == told


def test_a_taken_port_is_told_before_the_database_is_asked(nursery, tmp_path, store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(AssertionError, match="is taken by another program"):
            nursery.serve(tmp_path, "--port", str(taken.getsockname()[1]), store=store.replace("/couples", "/nowhere"))
