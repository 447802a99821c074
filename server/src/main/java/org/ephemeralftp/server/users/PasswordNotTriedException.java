package org.ephemeralftp.server.users;

import org.apache.ftpserver.ftplet.AuthenticationFailedException;

/** A password was not tried, because too many others wait for that. It may be the right one. */
public final class PasswordNotTriedException extends AuthenticationFailedException {
    private static final long serialVersionUID = 1;

    PasswordNotTriedException() {
        super("too many passwords are being tried");
    }
}
