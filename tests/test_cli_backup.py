"""A backup that was never restored is none: these restore them, on both databases."""

import gzip
import hashlib
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pysqlite3
import pytest

from tests.support.desk import Desk

pytestmark = pytest.mark.both_databases

NewDesk = Callable[[str], Desk]


@pytest.fixture
def filled(new_desk: NewDesk) -> Desk:
    """A desk with a community, a household, an event and an uploaded picture."""
    desk = new_desk("filled")
    desk.call("tests.support.filling:found", name="Banyan Court")
    (desk.data / "uploads" / "boxes").mkdir(parents=True)
    (desk.data / "uploads" / "boxes" / "1.jpg").write_bytes(b"a photograph of a box")
    return desk


def kept_keys(desk: Desk) -> dict[str, str]:
    """Community → wrapped key, in hex."""
    return dict(json.loads((desk.data / "secrets" / "community-keys.json").read_text(encoding="ascii")))


def lend_secrets(lender: Desk, borrower: Desk, *names: str) -> None:
    (borrower.data / "secrets").mkdir(mode=0o700, exist_ok=True)
    for name in names:
        (borrower.data / "secrets" / name).write_bytes((lender.data / "secrets" / name).read_bytes())


@pytest.fixture
def backup(filled: Desk, tmp_path: Path) -> Path:
    target = tmp_path / "backup.tar.gz"
    filled.run("backup", str(target))
    return target


def test_a_backup_with_keys_brings_everything_to_a_new_machine(filled: Desk, new_desk: NewDesk, tmp_path: Path) -> None:
    before = filled.call("tests.support.filling:seen")
    backup = tmp_path / "backup.tar.gz"
    assert "whoever has this file reads everything" in filled.run("backup", "--with-keys", str(backup)).stdout
    elsewhere = new_desk("elsewhere")

    said = elsewhere.run("restore", str(backup)).stdout

    assert "communities 1," in said
    assert "uploaded files 1" in said
    assert elsewhere.call("tests.support.filling:seen") == before
    assert before["persons"] == ["吴虚构 13000000101"]
    assert (elsewhere.data / "uploads" / "boxes" / "1.jpg").read_bytes() == b"a photograph of a box"
    found = elsewhere.run("doctor", check=False).stdout
    assert "✓ keys" in found
    assert "✓ event log" in found


def test_a_backup_without_keys_holds_none_of_them_and_says_so(filled: Desk, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"

    said = filled.run("backup", str(backup)).stdout

    assert "The secret keys are not inside" in said
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "secret" in name]
    content = gzip.decompress(backup.read_bytes())
    for name in ("master", "lookup", "session"):
        key = filled.data / "secrets" / name
        assert key.read_bytes() not in content
        assert bytes.fromhex(key.read_text()) not in content
    (wrapped,) = kept_keys(filled).values()
    for form in (wrapped.encode(), bytes.fromhex(wrapped)):
        assert form not in content
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_without_keys_wants_the_right_keys_first(filled: Desk, backup: Path, new_desk: NewDesk) -> None:
    elsewhere = new_desk("elsewhere")

    refused = elsewhere.run("restore", str(backup), check=False)

    assert refused.returncode == 1
    assert "sealed with other keys" in refused.stderr
    assert elsewhere.call("tests.support.filling:seen")["communities"] == []
    lend_secrets(filled, elsewhere, "master", "lookup")

    refused = elsewhere.run("restore", str(backup), check=False)

    assert refused.returncode == 1
    assert "holds no key that opens Banyan Court" in refused.stderr
    assert elsewhere.call("tests.support.filling:seen")["communities"] == []
    lend_secrets(filled, elsewhere, "community-keys.json")
    elsewhere.run("restore", str(backup))
    assert elsewhere.call("tests.support.filling:seen") == filled.call("tests.support.filling:seen")


def test_restore_leaves_an_installation_in_use_as_it_is_unless_told(filled: Desk, backup: Path) -> None:
    filled.call("tests.support.filling:found", name="Poplar Row")

    refused = filled.run("restore", str(backup), check=False)

    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert filled.call("tests.support.filling:seen")["communities"] == ["Banyan Court", "Poplar Row"]

    said = filled.run("restore", "--replace", str(backup)).stdout

    assert filled.call("tests.support.filling:seen")["communities"] == ["Banyan Court"]
    assert all(path.exists() for path in kept_in(said))


def kept_in(said: str) -> list[Path]:
    return [Path(line.split(". Delete")[0]) for line in said.split("What was here before is in ")[1:]]


def test_what_was_replaced_can_be_brought_back(filled: Desk, backup: Path) -> None:
    filled.call("tests.support.filling:found", name="Poplar Row")
    said = filled.run("restore", "--replace", str(backup)).stdout
    kept = kept_in(said)

    for path in filled.data.glob("desk.sqlite3*"):
        path.unlink()
    for path in kept[0].glob("desk.sqlite3*"):  # of SQLite the files, of PostgreSQL a backup
        path.rename(filled.data / path.name)
    if kept[0].is_file():
        filled.run("restore", "--replace", str(kept[0]))

    assert filled.call("tests.support.filling:seen")["communities"] == ["Banyan Court", "Poplar Row"]


def test_restore_refuses_while_the_server_runs(filled: Desk, backup: Path) -> None:
    with filled.serving("--no-jobs"):
        refused = filled.run("restore", "--replace", str(backup), check=False)

    assert refused.returncode == 1
    assert "A server is working on" in refused.stderr
    assert filled.call("tests.support.filling:seen")["communities"] == ["Banyan Court"]


def test_a_backup_taken_while_the_server_runs_is_whole(filled: Desk, new_desk: NewDesk, tmp_path: Path) -> None:
    backup = tmp_path / "hot.tar.gz"
    with filled.serving("--no-jobs"):
        filled.run("backup", "--with-keys", str(backup))
    elsewhere = new_desk("elsewhere")

    elsewhere.run("restore", str(backup))

    assert elsewhere.call("tests.support.filling:seen") == filled.call("tests.support.filling:seen")


def test_after_the_sunset_an_old_backup_opens_nothing_of_that_community(
    filled: Desk, new_desk: NewDesk, tmp_path: Path
) -> None:
    gone, backup = filled.call("tests.support.filling:found", name="Poplar Row"), tmp_path / "before.tar.gz"
    filled.run("backup", str(backup))

    filled.call("tests.support.filling:destroy", community=gone)

    assert gone not in kept_keys(filled)
    said = filled.run("restore", "--replace", str(backup)).stdout
    assert "Poplar Row was destroyed on its sunset day" in said
    assert filled.call("tests.support.filling:opened") == {
        "Banyan Court": ["吴虚构 13000000101"],
        "Poplar Row": ["sealed"],
    }
    assert filled.call("tests.support.filling:run_jobs") == ["Banyan Court"]
    assert filled.call("tests.support.filling:opened") == {"Banyan Court": ["吴虚构 13000000101"], "Poplar Row": []}
    # Nor anywhere else, with the secrets as they are now.
    elsewhere = new_desk("elsewhere")
    lend_secrets(filled, elsewhere, "master", "lookup", "community-keys.json")
    refused = elsewhere.run("restore", str(backup), check=False)
    assert "holds no key that opens Poplar Row" in refused.stderr
    elsewhere.run("restore", "--without-its-keys", str(backup))
    assert elsewhere.call("tests.support.filling:opened")["Poplar Row"] == ["sealed"]


def test_a_copy_of_the_secrets_from_before_the_sunset_does_not_help_here(filled: Desk, tmp_path: Path) -> None:
    (gone,), backup = kept_keys(filled), tmp_path / "before.tar.gz"
    kept_then = (filled.data / "secrets" / "community-keys.json").read_bytes()
    filled.run("backup", "--with-keys", str(backup))
    filled.call("tests.support.filling:destroy", community=gone)

    (filled.data / "secrets" / "community-keys.json").write_bytes(kept_then)  # as after a crash, or by hand
    (filled.data / "secrets" / "destroyed" / gone).unlink()  # the database that is replaced knows it still
    filled.run("restore", "--replace", str(backup))

    assert filled.call("tests.support.filling:opened") == {"Banyan Court": ["sealed"]}
    assert kept_keys(filled) == {}


def test_a_sunset_after_a_restore_reaches_what_was_moved_aside(filled: Desk, backup: Path) -> None:
    (gone,) = kept_keys(filled)
    wrapped = bytes.fromhex(kept_keys(filled)[gone])
    filled.run("restore", "--replace", str(backup))

    filled.call("tests.support.filling:destroy", community=gone)

    left = [path.name for path in filled.data.rglob("*") if path.is_file() and wrapped in path.read_bytes()]
    assert left == []


def test_a_damaged_list_of_keys_gets_a_sentence(filled: Desk, backup: Path, tmp_path: Path) -> None:
    (filled.data / "secrets" / "community-keys.json").write_text("{", encoding="ascii")

    for command in (("restore", "--replace", str(backup)), ("backup", str(tmp_path / "second.tar.gz"))):
        refused = filled.run(*command, check=False)
        assert refused.returncode == 1
        assert "community-keys.json is damaged" in refused.stderr
    assert filled.call("tests.support.filling:seen")["persons"] == ["吴虚构 13000000101"]


def in_the_first_form(backup: Path, community: str, wrapped: str) -> None:
    """As backups were before: the database carries the wrapped key, the manifest names no communities."""
    with tarfile.open(backup) as tar:
        tar.extract("database.sqlite3", backup.parent, filter="data")
    database = pysqlite3.connect(backup.parent / "database.sqlite3")
    database.execute(
        "INSERT INTO base_communitykey (community_id, wrapped) VALUES (?, ?)",
        (community.replace("-", ""), bytes.fromhex(wrapped)),
    )
    database.commit()
    database.close()
    carried = (backup.parent / "database.sqlite3").read_bytes()

    def older(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return carried if name == "database.sqlite3" else content
        manifest = json.loads(content)
        del manifest["living"]
        manifest["format"], manifest["rows"]["base_communitykey"] = 1, 1
        manifest["files"]["database.sqlite3"] = {
            "size": len(carried),
            "sha256": hashlib.sha256(carried).hexdigest(),
        }
        return json.dumps(manifest).encode()

    rewrite(backup, older)


def test_a_backup_of_the_first_form_opens_until_the_sunset_and_not_after(migrated_data: Path, tmp_path: Path) -> None:
    desk, backup = Desk.on_copy(migrated_data, tmp_path / "desk"), tmp_path / "backup.tar.gz"
    desk.call("tests.support.filling:found", name="Banyan Court")
    desk.run("backup", str(backup))
    ((community, wrapped),) = kept_keys(desk).items()
    in_the_first_form(backup, community, wrapped)
    (desk.data / "secrets" / "community-keys.json").unlink()

    desk.run("restore", "--replace", str(backup))

    assert desk.call("tests.support.filling:opened") == {"Banyan Court": ["吴虚构 13000000101"]}
    assert kept_keys(desk) == {community: wrapped}
    desk.call("tests.support.filling:destroy", community=community)
    desk.run("restore", "--replace", str(backup))
    assert desk.call("tests.support.filling:opened") == {"Banyan Court": ["sealed"]}
    live = [path for path in desk.data.rglob("*") if path.is_file()]
    assert [path.name for path in live if bytes.fromhex(wrapped) in path.read_bytes()] == []


def rewrite(backup: Path, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> None:
    """Write the archive anew, as somebody would who meddles with it."""
    with tarfile.open(backup) as tar:
        contents = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}  # type: ignore[union-attr]
    with tarfile.open(backup, "w:gz") as tar:
        for name, content in {**contents, **(extra or {})}.items():
            path = backup.with_name("piece")
            path.write_bytes(change(name, content))
            tar.add(path, arcname=name)


def test_an_altered_backup_is_refused_and_changes_nothing(filled: Desk, backup: Path) -> None:
    rewrite(backup, lambda name, content: content + b"!" if name.startswith("uploads/") else content)

    refused = filled.run("restore", "--replace", str(backup), check=False)

    assert refused.returncode == 1
    assert "uploads/boxes/1.jpg is not what was written" in refused.stderr
    assert filled.call("tests.support.filling:seen")["communities"] == ["Banyan Court"]


def test_a_cut_off_backup_is_refused(filled: Desk, backup: Path) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) // 2])

    refused = filled.run("restore", "--replace", str(backup), check=False)

    assert refused.returncode == 1
    assert "is damaged or no backup" in refused.stderr


def test_a_backup_cannot_write_outside_its_folders(filled: Desk, backup: Path, tmp_path: Path) -> None:
    def also_listed(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of "hello"
        manifest["files"]["uploads/../../../planted"] = {"size": 5, "sha256": digest}
        return json.dumps(manifest).encode()

    rewrite(backup, also_listed, extra={"uploads/../../../planted": b"hello"})

    refused = filled.run("restore", "--replace", str(backup), check=False)

    assert refused.returncode == 1
    assert not list(tmp_path.rglob("planted"))


def test_a_backup_of_a_newer_version_is_refused(filled: Desk, backup: Path) -> None:
    def newer(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        return json.dumps({**manifest, "migrations": [*manifest["migrations"], "base.9999_later"]}).encode()

    rewrite(backup, newer)

    refused = filled.run("restore", "--replace", str(backup), check=False)

    assert refused.returncode == 1
    assert "newer version" in refused.stderr


def test_what_is_no_backup_gets_a_sentence(new_desk: NewDesk, tmp_path: Path) -> None:
    desk, letter = new_desk("desk"), tmp_path / "letter.txt"
    letter.write_text("dear neighbour", encoding="utf-8")

    for path, expected in ((letter, "no backup"), (tmp_path / "nowhere", "There is no file")):
        refused = desk.run("restore", str(path), check=False)
        assert refused.returncode == 1
        assert expected in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_backup_never_overwrites_a_file_and_leaves_no_rest(filled: Desk, tmp_path: Path) -> None:
    taken = tmp_path / "taken.tar.gz"
    taken.write_text("mine", encoding="utf-8")

    refused = filled.run("backup", str(taken), check=False)

    assert refused.returncode == 1
    assert taken.read_text(encoding="utf-8") == "mine"
    assert sorted(os.listdir(tmp_path)) == ["filled", "taken.tar.gz"]


def test_without_a_name_it_goes_into_the_data_folder_and_not_into_itself(filled: Desk) -> None:
    filled.run("backup")
    filled.run("backup", str(filled.data / "backups" / "second.tar.gz"))

    with tarfile.open(filled.data / "backups" / "second.tar.gz") as tar:
        assert not [name for name in tar.getnames() if "backups" in name]
