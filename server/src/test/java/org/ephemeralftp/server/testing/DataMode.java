package org.ephemeralftp.server.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The four ways to set up a data connection, from the client's side. */
public enum DataMode {
    PASV {
        @Override
        public ClientEnd setUp(ControlConnection control) throws IOException {
            return new Caller(control.client(), control.expect("PASV", 227).on(control.server()));
        }
    },
    EPSV {
        @Override
        public ClientEnd setUp(ControlConnection control) throws IOException {
            return new Caller(control.client(), control.expect("EPSV", 229).on(control.server()));
        }
    },
    PORT {
        @Override
        public ClientEnd setUp(ControlConnection control) throws IOException {
            return Callee.listen(control.client(), (host, port) -> control.expect(port(host, port), 200));
        }
    },
    EPRT {
        @Override
        public ClientEnd setUp(ControlConnection control) throws IOException {
            return Callee.listen(control.client(), (host, port) -> control.expect(eprt(host, port), 200));
        }
    };

    /** The client's end of a data connection that is set up and not made yet. */
    public interface ClientEnd extends Closeable {
        /** Makes the connection: to be called when the transfer command was sent. */
        Socket connect() throws IOException;
    }

    /** Sets up the next data connection. */
    public abstract ClientEnd setUp(ControlConnection control) throws IOException;

    /** Carries out a command that sends something to the client; returns what came when all replies are right. */
    public byte[] receive(ControlConnection control, String command) throws IOException {
        try (ClientEnd end = setUp(control)) {
            control.write(command);
            try (Socket data = end.connect()) {
                control.expect(150);
                byte[] bytes = data.getInputStream().readAllBytes();
                control.expect(226);
                return bytes;
            }
        }
    }

    /** Carries out a command that sends something to the server; returns the first reply when all replies are right. */
    public Reply send(ControlConnection control, String command, byte[] bytes) throws IOException {
        try (ClientEnd end = setUp(control)) {
            control.write(command);
            Reply first;
            try (Socket data = end.connect()) {
                first = control.expect(150);
                data.getOutputStream().write(bytes);
            }
            control.expect(226);
            return first;
        }
    }

    /** The PORT command for an IPv4 address and port. */
    public static String port(InetAddress host, int port) {
        return "PORT " + host.getHostAddress().replace('.', ',') + "," + port / 256 + "," + port % 256;
    }

    /** The EPRT command for an address and port. */
    public static String eprt(InetAddress host, int port) {
        int protocol = host.getAddress().length == 4 ? 1 : 2;
        return "EPRT |" + protocol + "|" + host.getHostAddress() + "|" + port + "|";
    }

    private record Caller(InetAddress client, InetSocketAddress server) implements ClientEnd {
        @Override
        public Socket connect() throws IOException {
            return ControlConnection.connect(client, server);
        }

        @Override
        public void close() {}
    }

    private record Callee(ServerSocket listener) implements ClientEnd {
        private interface Announcement {
            void say(InetAddress host, int port) throws IOException;
        }

        static Callee listen(InetAddress host, Announcement announcement) throws IOException {
            ServerSocket listener = new ServerSocket(0, 1, host);
            try {
                listener.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
                announcement.say(host, listener.getLocalPort());
                return new Callee(listener);
            } catch (IOException | RuntimeException | Error e) {
                listener.close();
                throw e;
            }
        }

        @Override
        public Socket connect() throws IOException {
            Socket data = listener.accept();
            data.setSoTimeout(ControlConnection.TIMEOUT_MILLIS);
            return data;
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
