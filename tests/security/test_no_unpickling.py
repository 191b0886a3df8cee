"""Nothing of a user's files is ever unpickled: to look at a model file must not run it."""

import ast
import re
from pathlib import Path

import guild_jupyter

PACKAGE = Path(guild_jupyter.__file__).parent
LOADERS = {"pickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "torch"}
LOADERS |= {"numpy.load", "sklearn", "tensorflow", "keras", "h5py", "dbm"}


def loaders(text):
    """Return the modules of a text that can run what they read."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Constant) and re.fullmatch(r"[\w.]+:[\w.]+", str(node.value)):
            found.add(node.value.partition(":")[0].partition(".")[0])
            found.add(node.value.replace(":", "."))
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in ("np.load", "numpy.load"):
            found.add("numpy.load")
        elif isinstance(node, ast.Attribute) and node.attr in ("read_pickle", "read_hdf"):
            found.add("pickle")
    return found & LOADERS


def test_a_loader_would_be_found():
    for text in ("import pickle", "from torch.serialization import load", "load('numpy:load')"):
        assert loaders(text)
    for text in ("pandas.read_pickle(path)", "np.load(path)", "from numpy import load"):
        assert loaders(text)
    assert not loaders("import numpy as np\nnp.frombuffer(data, np.uint8)")


def test_no_module_can_unpickle():
    found = {path.name: loaders(path.read_text()) for path in PACKAGE.rglob("*.py")}
    assert {name: names for name, names in found.items() if names} == {}
