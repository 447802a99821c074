package org.ephemeralftp.docker;

/** An address family, by its loopback address. */
enum Family {
    IPV4("127.0.0.1", "127.0.0.1"),
    IPV6("::1", "[::1]");

    private final String address;
    private final String inUrl;

    Family(String address, String inUrl) {
        this.address = address;
        this.inUrl = inUrl;
    }

    String address() {
        return address;
    }

    String url(int port) {
        return "ftp://" + inUrl + ":" + port;
    }

    @Override
    public String toString() {
        return this == IPV4 ? "IPv4" : "IPv6";
    }
}
