from guild_jupyter import __version__


def test_a_panel_of_the_same_version_fits(server):
    found = server.get("hello", "api_hello", version=__version__)
    assert found == {"version": __version__, "api": 1, "is_same": True, "said": ""}


def test_a_panel_of_another_version_is_told_what_to_do(server):
    found = server.get("hello", "api_hello", version="0.0.1")
    assert not found["is_same"]
    assert "pip install" in found["said"]
    assert "0.0.1" in found["said"]


def test_the_home_in_use_is_the_first(server, tmp_path):
    (first, *_) = server.get("homes", "api_homes")["homes"]
    assert first["path"] == str(tmp_path / "home")
    assert first["is_used"]
