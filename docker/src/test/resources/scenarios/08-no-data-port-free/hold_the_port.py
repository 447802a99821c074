"""A client that asks for a passive port and never connects to it: HOST USER PASSWORD. Ends when it is killed."""

import ftplib
import sys

host, user, password = sys.argv[1:]
client = ftplib.FTP(host, user, password, timeout=60)
client.sendcmd("PASV")
print("ready", flush=True)
sys.stdin.read()
