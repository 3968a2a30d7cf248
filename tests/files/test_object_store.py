"""Files in an object store: by digest, whole, tried again, gone when erased, in the backup; against a double of one."""

import os
from dataclasses import replace

import pytest
import requests

from consult.files import shelf
from consult.files.actions import store_file
from consult.files.object_store import ATTEMPTS, use_store
from consult.files.queries import open_file
from consult.kernel.errors import Busy, NotFound
from consult.settings import HalfConfigured
from consult.storage.ddl import create_schema
from consult.storage.engine import Database
from consult.upkeep.backup import make_backup
from consult.upkeep.restoring import verify_backup
from tests.conftest import MONDAY_MORNING as NOW

boto3 = pytest.importorskip("boto3")
moto_server = pytest.importorskip("moto.server")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
WORDS = b"The minutes of the spring meeting." * 100


@pytest.fixture
def bucket(monkeypatch):
    """An empty bucket in a store on this machine."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "eu-west-2",
        "AWS_DEFAULT_REGION": "eu-west-2",
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="our-files", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield client
    requests.post(f"http://{host}:{port}/moto-api/reset", timeout=10)
    server.stop()


@pytest.fixture
def folder(settings, bucket):
    """The folder of an installation that keeps its files in the bucket."""
    use_store(replace(settings, files_store="s3://our-files/consult"))
    yield settings.files_folder
    shelf.keep_elsewhere(settings.files_folder, None)


def names(bucket):
    return [found["Key"] for found in bucket.list_objects_v2(Bucket="our-files").get("Contents", ())]


def test_a_file_lies_in_the_bucket_under_its_digest_and_not_on_this_disk(folder, bucket, session):
    stored = store_file(session, folder=folder, data=WORDS, name="minutes.txt", media_type="text/plain", now=NOW)
    assert names(bucket) == [f"consult/{stored.digest[:2]}/{stored.digest}"]
    assert not folder.exists()
    assert open_file(stored, folder=folder) == WORDS


def test_the_same_bytes_twice_are_one_file(folder, bucket):
    assert shelf.put(folder, WORDS) == shelf.put(folder, WORDS)
    assert len(names(bucket)) == 1


def test_what_was_changed_in_the_store_is_not_given_out(folder, bucket):
    digest = shelf.put(folder, WORDS)
    bucket.put_object(Bucket="our-files", Key=names(bucket)[0], Body=b"Other minutes.")
    with pytest.raises(NotFound, match="damaged"):
        shelf.get(folder, digest)


def test_what_is_not_there_is_told_so(folder):
    with pytest.raises(NotFound, match="missing from the store"):
        shelf.get(folder, "0" * 64)


def test_a_removed_file_is_nowhere(folder, bucket):
    digest = shelf.put(folder, WORDS)
    shelf.remove(folder, digest)
    shelf.remove(folder, digest)
    assert names(bucket) == []
    with pytest.raises(NotFound):
        shelf.get(folder, digest)


def test_what_a_backup_brought_back_is_read_from_the_folder(folder, settings):
    shelf.keep_elsewhere(settings.files_folder, None)
    digest = shelf.put(folder, WORDS)
    use_store(replace(settings, files_store="s3://our-files/consult"))
    assert shelf.get(folder, digest) == WORDS
    shelf.remove(folder, digest)
    with pytest.raises(NotFound):
        shelf.get(folder, digest)


def test_a_store_that_stumbles_is_asked_again_and_one_that_is_away_is_told_plainly(folder, monkeypatch):
    client = shelf._elsewhere[folder]._client
    failures = [0]

    def stumble(**_what):
        failures[0] += 1
        return None if failures[0] >= 3 else _NoAnswer()

    client.meta.events.register("before-send.s3.PutObject", stumble)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    shelf.put(folder, WORDS)
    assert failures == [3]
    client.meta.events.unregister("before-send.s3.PutObject", stumble)

    tried = [0]

    def never(**_what):
        tried[0] += 1
        return _NoAnswer()

    client.meta.events.register("before-send.s3.PutObject", never)
    with pytest.raises(Busy, match="does not answer") as told:
        shelf.put(folder, b"more")
    assert tried == [ATTEMPTS]
    assert "http" not in str(told.value)


class _NoAnswer:
    """What a store says that is out of breath."""

    status_code, headers, content, text, raw = 503, {}, b"", "", None


def test_many_files_and_large_ones_come_down_into_a_backup(folder, settings, bucket, tmp_path):
    told = replace(settings, files_store="s3://our-files/consult")
    large = os.urandom(5 * 1024 * 1024)
    digests = {shelf.put(folder, data) for data in (large, *(b"%d" % n for n in range(30)))}
    told.data.mkdir(parents=True)
    database = Database.at(told.database_address)
    with database.engine.begin() as connection:
        create_schema(connection)
    database.close()
    backup, _manifest = make_backup(told, folder=tmp_path / "backups", now=NOW, migration=None, version="1")
    verify_backup(backup)
    assert {path.name for path in (backup / "files").rglob("*") if path.is_file()} == digests


def test_half_a_name_refuses_to_start(settings):
    with pytest.raises(HalfConfigured, match="must name a bucket"):
        replace(settings, files_store="our-files")
