"""Listens on the ports of its arguments, over both families, and accepts until it is ended."""

import select
import socket
import sys

listeners = [
    socket.create_server(("::", int(port)), family=socket.AF_INET6, dualstack_ipv6=True) for port in sys.argv[1:]
]
print("ready", flush=True)
while True:
    for listener in select.select(listeners, [], [])[0]:
        listener.accept()[0].close()
