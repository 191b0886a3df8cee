import asyncio

from guild_jupyter.server import outbox
from guild_jupyter.server.outbox import Outbox


class Reader:
    """Reads one frame each time it is told to."""

    def __init__(self):
        self.read = []
        self.may = asyncio.Semaphore(0)

    async def __call__(self, frame):
        await self.may.acquire()
        self.read.append(frame)


def test_frames_leave_in_their_order_one_after_the_other():
    async def story():
        reader = Reader()
        box = Outbox(reader)
        for frame in ("a", b"b", "c"):
            assert box.put(frame)
        first = asyncio.create_task(box.drain())
        await asyncio.sleep(0)
        await box.drain()  # it is being done
        assert reader.read == []
        for _ in range(3):
            reader.may.release()
        await first
        assert reader.read == ["a", b"b", "c"]

    asyncio.run(story())


def test_who_reads_slowly_has_no_room_and_then_is_served_no_more(monkeypatch):
    monkeypatch.setattr(outbox, "MOST_BYTES", 30)
    monkeypatch.setattr(outbox, "ROOM", 10)

    async def story():
        box = Outbox(Reader())
        assert box.put("x" * 50), "what is alone may be large"
        assert not box.has_room
        assert not box.put("y")
        box.close()
        assert box.put("z")
        assert box.has_room
        await box.drain()

    asyncio.run(story())


def test_so_many_messages_wait_and_no_more(monkeypatch):
    monkeypatch.setattr(outbox, "MOST_MESSAGES", 3)

    async def story():
        box = Outbox(Reader())
        assert [box.put("x") for _ in range(4)] == [True, True, True, False]

    asyncio.run(story())
