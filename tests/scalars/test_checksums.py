import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from guild_jupyter.scalars.checksums import long_checksum, masked_checksums
from guild_jupyter.scalars.crc32c import masked_crc32c


@given(st.lists(st.binary(min_size=4, max_size=100), min_size=1, max_size=20))
def test_many_checksums_at_once_are_those_of_each(records):
    width = max(map(len, records))
    filled = b"".join(bytes(width - len(record)) + record for record in records)
    rows = np.frombuffer(filled, np.uint8).reshape(-1, width)
    found = masked_checksums(rows, np.array([len(record) for record in records]))
    assert found.tolist() == [masked_crc32c(record) for record in records]


def test_the_checksum_of_a_long_record_is_the_same():
    data = np.random.default_rng(1).integers(0, 256, 700_000, np.uint8).tobytes()
    for size in (4, 5, 1023, 1024, 1025, 5000, 300_001):
        assert long_checksum(data[:size]) == masked_crc32c(data[:size])
