package org.ephemeralftp.server.firewall;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/** The two versions of IP. */
enum Family {
    IPV4("IPv4", "ipv4"),
    IPV6("IPv6", "ipv6");

    final String text;
    final String keyword;

    Family(String text, String keyword) {
        this.text = text;
        this.keyword = keyword;
    }

    static Family of(InetAddress address) {
        return address instanceof Inet6Address ? IPV6 : IPV4;
    }

    /** Those of the addresses that are of this family, as rules have them: short, and without a scope. */
    List<String> of(List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> of(address) == this)
                .map(address ->
                        address.getHostAddress().replaceFirst("%.*", "").replaceFirst("(^|:)(0(:|$)){2,}", "::"))
                .toList();
    }
}
