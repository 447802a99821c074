"""Uploads, lists and downloads one file with Python's ftplib, and prints the dialogue.

ftplib chooses PASV or PORT for IPv4 and EPSV or EPRT for IPv6; the two methods below let it use the newer commands
over IPv4, too.
"""

import ftplib
import socket
import sys

host, port, user, password, mode, upload, name, download = sys.argv[1:]


class Client(ftplib.FTP):
    def makepasv(self):
        if mode == "EPSV":
            return ftplib.parse229(self.sendcmd("EPSV"), self.sock.getpeername())
        return super().makepasv()

    def makeport(self):
        if mode == "PORT":
            return super().makeport()
        listener = socket.create_server((self.sock.getsockname()[0], 0), family=self.af, backlog=1)
        listener.settimeout(self.timeout)
        self.sendeprt(*listener.getsockname()[:2])
        return listener


with Client(timeout=30) as ftp:
    ftp.set_debuglevel(1)
    ftp.connect(host, int(port))
    ftp.login(user, password)
    ftp.set_pasv(mode in ("PASV", "EPSV"))
    with open(upload, "rb") as source:
        ftp.storbinary("STOR " + name, source)
    ftp.dir()
    with open(download, "wb") as sink:
        ftp.retrbinary("RETR " + name, sink.write)
