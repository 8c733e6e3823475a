"""A node that its economy has lost to somebody else: it has the genuine node's keys, passes every call on to it, and changes
each text of the answers.

    with HostileNode(net, "SG", poison) as node:
        net.officer("SG") ... at node.address()
"""
import pathlib
import socket
import ssl
import struct
import threading

import protobuf as pb
import wire


def is_text(value):
    try:
        return len(value) > 1 and value.decode().isprintable()
    except UnicodeDecodeError:
        return False


def poisoned(message, change):
    """The message with every text changed, at any depth. What could be both is taken for text."""
    fields = []
    for number, kind, value in pb.parse(message):
        if kind == pb.BYTES and is_text(value):
            value = change(value)
        elif kind == pb.BYTES and value and pb.try_parse(value):
            value = poisoned(value, change)
        fields.append((number, kind, value))
    return pb.build(fields)


class HostileNode:
    def __init__(self, net, economy, officer, change):
        keys = net.dir / "node" / economy / "keys"
        self.behind = net.nodes[economy].address()
        self.officer = pathlib.Path(officer)
        self.change = change
        self.calls = []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(keys / "certificate.pem", keys / "key.pem")
        self.context.set_alpn_protocols(["h2"])
        self.listener = socket.create_server(("127.0.0.1", 0))

    def address(self):
        return "127.0.0.1:%d" % self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain):
        try:
            with self.context.wrap_socket(plain, server_side=True) as connection:
                self._converse(connection)
        except (ssl.SSLError, OSError, wire.Closed):
            pass  # the client has gone

    def _converse(self, connection):
        read = b""
        greeted = False
        paths, bodies = {}, {}
        connection.sendall(wire.frame(wire.SETTINGS, 0, 0, struct.pack(">HIHI", 1, 0, 4, 0x7FFFFFFF)))
        while got := connection.recv(1 << 16):
            read += got
            if not greeted and len(read) >= len(wire.PREFACE):
                read, greeted = read[len(wire.PREFACE):], True
            while greeted and len(read) >= 9 and len(read) >= 9 + int.from_bytes(read[:3], "big"):
                size = int.from_bytes(read[:3], "big")
                kind, flags, stream = struct.unpack(">BBI", read[3:9])
                payload, read = read[9:9 + size], read[9 + size:]
                if kind in (wire.SETTINGS, wire.PING) and not flags & wire.ACK:
                    connection.sendall(wire.frame(kind, wire.ACK, 0, payload if kind == wire.PING else b""))
                elif kind == wire.HEADERS:
                    paths[stream] = wire.read_headers(payload)[":path"].decode()
                    bodies[stream] = b""
                elif kind == wire.DATA:
                    bodies[stream] += payload
                if kind in (wire.HEADERS, wire.DATA) and flags & wire.END_STREAM:
                    connection.sendall(self._answer(stream, paths[stream], bodies[stream]))

    def _answer(self, stream, path, body):
        self.calls.append(path)
        with wire.Connection(self.behind, self.officer) as genuine:
            asked = genuine.begin(path, body[5:])
            answer = genuine.answers[asked]
            # A watch: what it tells at once.
            genuine.pump(lambda: answer.ended or (path.endswith("WatchIncidents") and len(answer.messages) > 1))
        out = wire.frame(wire.HEADERS, wire.END_HEADERS, stream, wire.header_block(
            [(":status", "200"), ("content-type", "application/grpc")]))
        for message in answer.messages:
            whole = wire.envelope(poisoned(message, self.change))
            for at in range(0, len(whole), 16384):
                out += wire.frame(wire.DATA, 0, stream, whole[at:at + 16384])
        status = answer.status if answer.ended else wire.OK
        detail = self.change(answer.detail.encode()) if status else b""
        quoted = b"".join(b"%%%02X" % c if c < 0x20 or c > 0x7E or c == 0x25 else bytes([c]) for c in detail)
        return out + wire.frame(wire.HEADERS, wire.END_HEADERS | wire.END_STREAM, stream, wire.header_block(
            [("grpc-status", str(status)), ("grpc-message", quoted)]))
