"""A server with one account, on the same port of several addresses, that offers TLS and does not insist on it."""

import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.ioloop import IOLoop
from pyftpdlib.servers import FTPServer

user, password, home, pem, first, last, port, *addresses = sys.argv[1:]

accounts = DummyAuthorizer()
accounts.add_user(user, password, home, perm="elradfmwMT")


class Handler(TLS_FTPHandler):
    authorizer = accounts
    certfile = pem
    passive_ports = range(int(first), int(last) + 1)


loop = IOLoop()
servers = [FTPServer((address, int(port)), Handler, ioloop=loop) for address in addresses]
servers[0].serve_forever()
