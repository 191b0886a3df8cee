import pytest

from guild_jupyter.runstore.shareable import shareable


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/home/anna")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/anna/runs and '/home/anna'", "~/runs and '~'"),
        ("/home/annabel/x /mnt/home/anna /home/anna.old", None),
        ("plain\nlines", None),
        ("fine\npostgres://anna:s3cret@db/x\nfine", "fine\n***\nfine"),
        ("KeyError: API_KEY='0a1b2c3d4e'", "***"),
        ('{"password": "hunter22"}', "***"),
        ("cmd --token abcdefgh", "***"),
        ("['--token', 'abcdefgh']", "***"),
        ("max_tokens=4096", None),
        ("a\x1b[31mred\x1b]0;title\x07\x00", "ared␀"),
    ],
)
def test_what_is_shared_tells_no_secret_and_nothing_of_the_home_folder(home, text, shown):
    assert shareable(text) == (text if shown is None else shown)


@pytest.mark.parametrize("nowhere", ["/", ""])
def test_a_home_that_is_everything_or_nothing_is_left_alone(monkeypatch, nowhere):
    monkeypatch.setenv("HOME", nowhere)
    assert shareable("/usr/bin") == "/usr/bin"
