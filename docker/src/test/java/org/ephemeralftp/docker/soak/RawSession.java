package org.ephemeralftp.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ephemeralftp.docker.testing.ControlConnection;

/** A session without a client around it, logged in. */
final class RawSession implements AutoCloseable {
    static final int LIMIT_MILLIS = 90_000;

    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};
    private static final Pattern EXTENDED_PASSIVE = Pattern.compile("229 .*\\(\\|\\|\\|(\\d+)\\|\\)");

    private final ControlConnection control = new ControlConnection(Soak.PORT);

    RawSession() throws IOException {
        try {
            assertThat(control.login(Site.USER, Site.PASSWORD)).startsWith("230 ");
            assertThat(control.command("TYPE I")).startsWith("200 ");
        } catch (IOException | AssertionError e) {
            control.close();
            throw e;
        }
    }

    static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(IPV4_LOOPBACK);
    }

    /** Leases a data port. */
    int lease() throws IOException {
        String reply = control.command("EPSV");
        Matcher port = EXTENDED_PASSIVE.matcher(reply);
        assertThat(port.matches()).as(reply).isTrue();
        return Integer.parseInt(port.group(1));
    }

    /** Connects to a data port. */
    Socket connect(int port) throws IOException {
        Socket data = new Socket();
        try {
            data.setSoTimeout(LIMIT_MILLIS);
            data.connect(new InetSocketAddress(control.peer(), port), LIMIT_MILLIS);
            return data;
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    String command(String line) throws IOException {
        return control.command(line);
    }

    /** Sends a command and expects a reply that begins so. */
    void expect(String line, String reply) throws IOException {
        assertThat(control.command(line)).as(line).startsWith(reply);
    }

    /** Expects a further reply that begins so. */
    void expect(String reply) throws IOException {
        assertThat(control.reply()).startsWith(reply);
    }

    String reply() throws IOException {
        return control.reply();
    }

    /** Ends the control connection with a reset. */
    void reset() throws IOException {
        control.reset();
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
