package org.ephemeralftp.docker;

/** The versions of TLS, by the names that programs have for them. */
enum TlsVersion {
    TLS_1_2("1.2"),
    TLS_1_3("1.3");

    private final String number;

    TlsVersion(String number) {
        this.number = number;
    }

    String number() {
        return number;
    }

    /** As the JDK calls it. */
    String protocol() {
        return "TLSv" + number;
    }

    @Override
    public String toString() {
        return "TLS " + number;
    }
}
