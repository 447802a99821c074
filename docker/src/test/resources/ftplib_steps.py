"""Takes every step with Python's ftplib: uploads, resumes, renames, lists, downloads, deletes.

ftplib chooses PASV or PORT for IPv4 and EPSV or EPRT for IPv6.
"""

import ftplib
import os
import sys

(host, port, user, password, mode, upload, half_uploaded, before, after, download, half_downloaded, doomed) = sys.argv[1:]


def store(ftp, name, rest=None):
    with open(name, "rb") as source:
        source.seek(rest or 0)
        ftp.storbinary("STOR " + name, source, rest=rest)


def retrieve(ftp, name, rest=None):
    with open(name, "ab" if rest else "wb") as sink:
        ftp.retrbinary("RETR " + name, sink.write, rest=rest)


with ftplib.FTP(timeout=30) as ftp:
    ftp.connect(host, int(port))
    ftp.login(user, password)
    ftp.set_pasv(mode == "passive")
    store(ftp, upload)
    # storbinary has set the type, without which there is no SIZE
    store(ftp, half_uploaded, ftp.size(half_uploaded))
    store(ftp, before)
    ftp.rename(before, after)
    ftp.dir()
    names = sorted(ftp.nlst())
    assert after in names, names
    facts = dict(ftp.mlsd())
    assert set(names) <= set(facts), facts
    assert int(facts[upload]["size"]) == os.path.getsize(upload), facts
    retrieve(ftp, download)
    retrieve(ftp, half_downloaded, os.path.getsize(half_downloaded))
    ftp.delete(doomed)
