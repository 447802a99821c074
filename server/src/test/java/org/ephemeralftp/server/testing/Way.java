package org.ephemeralftp.server.testing;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

import org.ephemeralftp.server.EphemeralFtpServer;

/**
 * A way to set up a data connection: one of the four commands, over a family that it can be used with.
 *
 * @param client the client's address
 */
public record Way(String client, DataMode mode) {
    /** Every way there is on this machine. */
    public static Stream<Way> all() {
        return Stream.concat(
                Arrays.stream(DataMode.values()).map(mode -> new Way(ControlConnection.IPV4, mode)),
                Stream.of(DataMode.EPSV, DataMode.EPRT)
                        .filter(mode -> Machine.hasIpv6())
                        .map(mode -> new Way(ControlConnection.IPV6, mode)));
    }

    /** Those in which the client connects. */
    public static Stream<Way> passive() {
        return all().filter(Way::isPassive);
    }

    /** Those in which the server connects. */
    public static Stream<Way> active() {
        return all().filter(Way::isActive);
    }

    public boolean isPassive() {
        return mode == DataMode.PASV || mode == DataMode.EPSV;
    }

    public boolean isActive() {
        return !isPassive();
    }

    /** This way from another loopback address: 127.0.0.{@code number}, or the same one where there is no other. */
    public Way from(int number) {
        return client.equals(ControlConnection.IPV4) ? new Way("127.0.0." + number, mode) : this;
    }

    /** Connects over this way's family and logs in; TYPE is I. */
    public ControlConnection logIn(EphemeralFtpServer server, String user, String password) throws IOException {
        return ControlConnection.from(client, server).logIn(user, password);
    }

    @Override
    public String toString() {
        return mode + (client.contains(":") ? " over IPv6" : " over IPv4");
    }
}
