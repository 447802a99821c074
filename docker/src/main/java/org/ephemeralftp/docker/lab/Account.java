package org.ephemeralftp.docker.lab;

import java.math.BigInteger;
import java.security.SecureRandom;

/** The account of a lab, that nobody else knows. */
record Account(String name, String password) {
    static Account random() {
        return new Account("lab", new BigInteger(128, new SecureRandom()).toString(36));
    }

    @Override
    public String toString() {
        return name;
    }
}
