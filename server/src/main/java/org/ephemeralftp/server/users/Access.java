package org.ephemeralftp.server.users;

/** What an account may do with the files of its home. */
public enum Access {
    READ_ONLY,
    READ_WRITE
}
