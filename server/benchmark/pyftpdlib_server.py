"""A server of pyftpdlib with one account, which offers TLS and does not insist on it."""

import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer

user, password, home, pem, first, last, port, sessions = sys.argv[1:]

accounts = DummyAuthorizer()
accounts.add_user(user, password, home, perm="elradfmwMT")


class Handler(TLS_FTPHandler):
    authorizer = accounts
    certfile = pem
    passive_ports = range(int(first), int(last) + 1)


server = FTPServer(("127.0.0.1", int(port)), Handler)
server.max_cons = int(sessions)
server.serve_forever()
