package org.ephemeralftp.client.probe;

/** What can be behind a cell that does not work, or that works and is not as it should be. */
public enum CauseKind {
    // Before there is a data connection
    HOST_UNKNOWN("the name of the server is not known"),
    CONTROL_DROPPED("the control connection gets no answer"),
    CONTROL_REFUSED("nobody listens on the control port, or a machine on the way answers for it"),
    CONTROL_UNREACHABLE("there is no way to the server, or a firewall says that it is prohibited"),
    ICMPV6_BLOCKED("a firewall blocks ICMPv6, by which IPv6 hosts find each other"),
    NO_GREETING("the control connection is accepted, and nobody speaks"),
    NOT_FTP("what answers does not speak FTP"),
    SERVER_REFUSES_SESSIONS("the server takes no more sessions"),
    TLS_NOT_OFFERED("the server has no TLS"),
    TLS_REQUIRED("the server wants TLS"),
    TLS_BROKEN("the TLS handshake fails"),
    CERTIFICATE_NOT_TRUSTED("the certificate is not trusted"),
    LOGIN_REFUSED("the login is refused"),
    CONTROL_LOST("the control connection ends before its time"),

    // Passive mode
    PASSIVE_PORTS_DROPPED("the passive ports are closed on the way: packets vanish"),
    PASSIVE_PORTS_REFUSED("nobody listens on the passive ports, or a machine on the way answers for them"),
    PASSIVE_PORTS_PROHIBITED("a firewall says that the passive ports are prohibited, or there is no way"),
    PASSIVE_PORTS_PARTLY_OPEN("some of the passive ports are open and others are not"),
    PASSIVE_PORTS_NOT_FORWARDED("the control port is forwarded to the server, the passive ports are not"),
    HELPER_CANNOT_READ_TLS("a firewall's FTP helper opens the ports, and cannot read TLS"),
    RELATED_NOT_ACCEPTED("a firewall has an FTP helper, and no rule that accepts what is related"),
    RATE_LIMITED("a firewall lets so many connections through, and no more"),
    HELPER_ON_ANOTHER_PORT("a firewall's FTP helper looks at another control port"),
    ADVERTISED_ADDRESS_WRONG("the address in the 227 leads nowhere"),
    REPLY_REWRITTEN("a device on the way rewrites the 227"),
    NO_DATA_PORT_FREE("the server has no data port to give"),
    PASSIVE_REFUSED_BY_SERVER("the server does not do passive mode with this command"),
    LEASE_TIMED_OUT("nobody connected to the passive port in time"),
    PEER_CHECK("the server takes data connections from the address of the control connection only"),

    // Active mode
    ACTIVE_BLOCKED("the server's connection to the client does not arrive"),
    CLIENT_BEHIND_NAT("the client tells an address that the server cannot reach"),
    ACTIVE_REFUSED_BY_SERVER("the server does not do active mode, or not to this address"),
    SOURCE_PORT_RULE("a rule wants active connections to come from port 20"),

    // During a transfer
    BYTES_STALL("the data connection is there, and bytes do not arrive"),
    DATA_TLS_REFUSED("the data connection fails under TLS"),
    CONTROL_CUT_WHILE_IDLE("a device on the way forgets control connections that are idle"),
    TRANSFER_REFUSED("the server refuses the transfer itself"),

    UNKNOWN("what was seen fits no known cause");

    private final String title;

    CauseKind(String title) {
        this.title = title;
    }

    /** In a clause, such as {@code the passive ports are closed on the way: packets vanish}. */
    public String title() {
        return title;
    }
}
