"""A long way: hands bytes on in both directions after a delay, as fast as they come. On loopback, for `--far`.

    relay.py TO_PORT DELAY_MS: prints its port; DELAY_MS one way
"""
import asyncio
import collections
import sys

PIECE = 256 * 1024  # bytes


async def carry(reader, writer, delay):
    """What was read is written `delay` later; how much is on its way is the client's and the server's business."""
    loop = asyncio.get_running_loop()
    on_its_way, news = collections.deque(), asyncio.Event()

    async def deliver():
        while True:
            while not on_its_way:
                news.clear()
                await news.wait()
            due, piece = on_its_way.popleft()
            if (wait := due - loop.time()) > 0:
                await asyncio.sleep(wait)
            if not piece:
                writer.close()
                return
            writer.write(piece)
            await writer.drain()

    delivery = asyncio.create_task(deliver())
    try:
        while True:
            piece = await reader.read(PIECE)
            on_its_way.append((loop.time() + delay, piece))
            news.set()
            if not piece:
                break
        await delivery
    except ConnectionError:
        delivery.cancel()
        writer.close()


async def main(port, delay):
    async def meet(reader, writer):
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port, limit=4 * PIECE)
        await asyncio.gather(carry(reader, to_writer, delay), carry(to_reader, writer, delay))

    server = await asyncio.start_server(meet, "127.0.0.1", 0, limit=4 * PIECE)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]) / 1000))
