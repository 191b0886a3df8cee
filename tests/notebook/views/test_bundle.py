import base64
import gzip
import re

import pytest

from guild_jupyter.notebook.views import bundle

#: Bytes that the module may have: it is read in every notebook that shows a view.
MOST = 160_000


@pytest.fixture
def built(tmp_path, monkeypatch):
    path = tmp_path / "views.mjs"
    monkeypatch.setattr(bundle, "_BUILT", path)
    bundle.packed.cache_clear()
    yield path
    bundle.packed.cache_clear()


def test_the_module_travels_packed_and_is_the_same_each_time(built):
    assert not bundle.is_built()
    built.write_text("export default { initialize: () => ({}) };\n" * 500)
    assert bundle.is_built()
    packed = bundle.packed()
    assert len(packed) < 1500
    text = re.search(r'atob\("([^"]+)"\)', packed)[1]
    assert gzip.decompress(base64.b64decode(text)) == built.read_bytes()
    bundle.packed.cache_clear()
    assert bundle.packed() == packed


def test_where_it_was_not_built_it_cannot_travel(built):
    with pytest.raises(OSError, match=r"views\.mjs"):
        bundle.packed()


@pytest.mark.skipif(not bundle.is_built(), reason="the interactive views are not built")
def test_the_module_is_small_and_asks_nobody_for_anything():
    assert bundle._BUILT.stat().st_size <= MOST
    text = bundle._BUILT.read_text(encoding="utf-8")
    asked = set(re.findall(r"https?://[^\s\"'`)]+", text))
    assert asked <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "sourceMappingURL" not in text
    assert not re.search(r"\b(eval|Function)\(", text)
