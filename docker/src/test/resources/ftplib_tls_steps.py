"""Downloads, lists and uploads with Python's ftplib under TLS."""

import ftplib
import ssl
import sys

(port, user, password, version, mode, download, upload) = sys.argv[1:]

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
only = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}[version]
context.minimum_version = only
context.maximum_version = only

with ftplib.FTP_TLS(context=context, timeout=30) as ftp:
    ftp.connect("127.0.0.1", int(port))
    ftp.login(user, password)
    ftp.prot_p()
    ftp.set_pasv(mode == "passive")
    with open(download, "wb") as sink:
        ftp.retrbinary("RETR " + download, sink.write)
    print(*ftp.nlst(), sep="\n")
    with open(upload, "rb") as source:
        ftp.storbinary("STOR " + upload, source)
