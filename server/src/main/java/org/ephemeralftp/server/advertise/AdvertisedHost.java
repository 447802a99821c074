package org.ephemeralftp.server.advertise;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

import org.ephemeralftp.server.lease.IpNetwork;

/** The host that clients are told to connect to: an address, or a name that has one. */
public sealed interface AdvertisedHost {
    /** An address that was given as such. */
    record Address(InetAddress address) implements AdvertisedHost {
        @Override
        public String toString() {
            return address.getHostAddress();
        }
    }

    /**
     * A name that is resolved again as its answer ages.
     *
     * @param name in lower case
     */
    record Name(String name) implements AdvertisedHost {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads an IPv4 or IPv6 address (with or without brackets) or a DNS name, which is not looked up; empty if the text
     * is none of these, or an address nobody can connect to.
     */
    static Optional<AdvertisedHost> parse(String text) {
        if (Forms.ADDRESS.matcher(text).matches()) {
            return address(text).filter(HostAddress::isOfOneHost).map(Address::new);
        }
        return Forms.NAME.matcher(text).matches()
                ? Optional.of(new Name(text.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static Optional<InetAddress> address(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        try {
            return Optional.of(IpNetwork.parse(brackets ? text.substring(1, text.length() - 1) : text)
                    .address());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
