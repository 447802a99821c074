package org.ephemeralftp.client.testing;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An FTP server on 127.0.0.1 that does as little as a tour needs, and instead of any command's usual answer does what a
 * test tells it.
 */
public final class ScriptedServer implements Closeable {

    /** What is done in answer to one command. */
    @FunctionalInterface
    public interface Answer {
        void to(Session session, String argument) throws IOException;
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Closeable> opened = new CopyOnWriteArrayList<>();
    private final List<Closeable> leftOpen = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private volatile byte[] file = new byte[0];
    private volatile String fileName = "";

    /** A server that does everything right, until told otherwise. */
    public ScriptedServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        reply("(greeting)", "220 scripted");
        reply("USER", "331 password?");
        reply("PASS", "230 welcome");
        reply("TYPE", "200 ok");
        reply("QUIT", "221 bye");
        reply("DELE", "250 deleted");
        reply("PBSZ", "200 ok");
        reply("PROT", "200 ok");
        on("AUTH", (session, argument) -> session.startTls());
        on("PASV", (session, argument) -> session.listen());
        on("PORT", (session, argument) -> session.remember(argument));
        on("STOR", Session::receive);
        on(
                "LIST",
                (session, argument) -> session.send(
                        ("-rw-r--r-- 1 u g 1 Jan 1 00:00 " + fileName + "\r\n").getBytes(StandardCharsets.UTF_8)));
        on("RETR", (session, argument) -> session.send(file));
    }

    public ScriptedServer on(String command, Answer answer) {
        answers.put(command, answer);
        return this;
    }

    public ScriptedServer reply(String command, String line) {
        return on(command, (session, argument) -> session.reply(line));
    }

    public ScriptedServer start() {
        threads.execute(this::acceptAll);
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Every command that came, with its argument. */
    public List<String> commands() {
        return commands;
    }

    /** What was uploaded last. */
    public byte[] file() {
        return file;
    }

    /** How many sockets that were opened are not closed. */
    public long openConnections() {
        return opened.stream()
                .filter(each -> each instanceof Socket socket && !socket.isClosed())
                .count();
    }

    /** Closes the data connections that a test left open on purpose. */
    public void forgetData() {
        leftOpen.forEach(each -> {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket control = listener.accept();
                opened.add(control);
                threads.execute(() -> new Session(control).serve());
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Closeable each : opened) {
            each.close();
        }
        threads.shutdownNow();
    }

    /** One control connection, and the data connection it prepares. */
    public final class Session {
        private Socket control;
        private boolean tls;
        private @Nullable BufferedReader lines;
        private @Nullable ServerSocket passive;
        private @Nullable InetSocketAddress active;

        private Session(Socket control) {
            this.control = control;
        }

        private void serve() {
            try (Socket accepted = control) {
                lines = reader(accepted);
                answer("(greeting)", "");
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    commands.add(line);
                    int blank = line.indexOf(' ');
                    String verb = blank < 0 ? line : line.substring(0, blank);
                    answer(verb.toUpperCase(Locale.ROOT), blank < 0 ? "" : line.substring(blank + 1));
                }
            } catch (IOException | UncheckedIOException e) {
                // The client went, or the test is over.
            }
        }

        private static BufferedReader reader(Socket socket) throws IOException {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Agrees to AUTH TLS and shakes hands; data connections are under TLS from now on, too. */
        public void startTls() throws IOException {
            reply("234 go on");
            control = layered(control);
            lines = reader(control);
            tls = true;
        }

        private static Socket layered(Socket socket) throws IOException {
            SSLSocket layered =
                    (SSLSocket) SelfSigned.context().getSocketFactory().createSocket(socket, null, true);
            layered.setUseClientMode(false);
            return layered;
        }

        /** Sends what is no reply, and no whole line. */
        public void mumble(String text) throws IOException {
            control.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Hears everything from now on and answers nothing. */
        public void ignore() throws IOException {
            control.getInputStream().transferTo(OutputStream.nullOutputStream());
        }

        /** Resets the control connection, as a firewall or a crash does. */
        public void reset() throws IOException {
            control.setSoLinger(true, 0);
            control.close();
        }

        private void answer(String verb, String argument) throws IOException {
            answers.getOrDefault(verb, (session, rest) -> session.reply("502 not in the script"))
                    .to(this, argument);
        }

        public void reply(String line) throws IOException {
            control.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        public void hangUp() throws IOException {
            control.close();
        }

        /** Listens and tells where, as PASV does. */
        public void listen() throws IOException {
            reply(passiveReply("127,0,0,1", bind()));
        }

        public int bind() throws IOException {
            passive = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            opened.add(passive);
            return passive.getLocalPort();
        }

        /** Listens on every address and not on this one alone. */
        public int bindEverywhere() throws IOException {
            passive = new ServerSocket(0, 1);
            opened.add(passive);
            return passive.getLocalPort();
        }

        /** Listens where packets vanish: the kernel drops what a full backlog has no room for. */
        public int bindWithoutRoom() throws IOException {
            int port = bind();
            while (true) {
                Socket filler = new Socket();
                leftOpen.add(filler);
                opened.add(filler);
                try {
                    filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                } catch (SocketTimeoutException e) {
                    return port;
                }
            }
        }

        /** Takes an upload, as STOR does. */
        public void receive(String name) throws IOException {
            reply("150 go on");
            try (Socket data = protectedData()) {
                file = data.getInputStream().readAllBytes();
            }
            fileName = name;
            reply("226 stored");
        }

        /** Connects to where the client listens, from an address that is not the server's. */
        public void strangerFrom(String address) throws IOException {
            try (Socket stranger = new Socket()) {
                stranger.bind(new InetSocketAddress(address, 0));
                stranger.connect(Objects.requireNonNull(active));
            }
        }

        private void remember(String argument) throws IOException {
            String[] n = argument.split(",", -1);
            int port = Integer.parseInt(n[4]) << 8 | Integer.parseInt(n[5]);
            active = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            reply("200 ok");
        }

        /** The data connection that PASV or PORT prepared. */
        public Socket data() throws IOException {
            Socket data;
            if (passive != null) {
                data = passive.accept();
                passive.close();
            } else {
                data = new Socket();
                data.connect(Objects.requireNonNull(active));
            }
            opened.add(data);
            leftOpen.add(data);
            return data;
        }

        /** The same under TLS if the control connection is. */
        public Socket protectedData() throws IOException {
            Socket data = data();
            return tls ? layered(data) : data;
        }

        public void send(byte[] bytes) throws IOException {
            reply("150 here it comes");
            try (Socket data = protectedData()) {
                data.getOutputStream().write(bytes);
            }
            reply("226 sent");
        }
    }

    /** The reply that tells this address and port. */
    public static String passiveReply(String numbers, int port) {
        return "227 Entering Passive Mode (" + numbers + "," + (port >> 8) + "," + (port & 255) + ")";
    }
}
