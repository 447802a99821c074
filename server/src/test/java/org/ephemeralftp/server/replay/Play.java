package org.ephemeralftp.server.replay;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One row being played against a server: its clients, their connections, and what was said. */
final class Play implements Closeable {
    /** A server that rows are played against. */
    interface Stage extends Closeable {
        int port();

        /** Lets these log in, to this home: one that may write and one that may only read. */
        void admit(String user, String reader, String password, Home home) throws IOException;

        /** How long a reply may take. */
        int timeoutMillis();
    }

    private static final String PASSWORD = "open sesame";
    private static final String FIRST = "";
    private static final int LONGER_THAN_ANY_LINE = 20_000;
    private static final int LONGEST_NAME = 255;

    private final Stage stage;
    private final Home home;
    private final InetAddress address;
    private final Script script = new Script();
    private final List<String> transcript = new ArrayList<>();
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private String current = FIRST;

    private Play(Stage stage, Home home, InetAddress address) {
        this.stage = stage;
        this.home = home;
        this.address = address;
    }

    /**
     * Plays a row from its first step to its last, and looks whether the server then says anything more than it should.
     *
     * @param number makes the row's names and its client's address its own
     * @return where the server differs; empty if nowhere
     */
    static Optional<Difference> row(Row row, int number, Stage stage, Home home) throws IOException {
        InetAddress address =
                InetAddress.getByAddress(new byte[] {127, 21, (byte) (number / 250), (byte) (number % 250 + 1)});
        try (Play play = new Play(stage, home, address)) {
            String user = "demo" + number;
            String reader = "reader" + number;
            stage.admit(user, reader, PASSWORD, home);
            play.script.set("user", user);
            play.script.set("reader", reader);
            play.script.set("password", PASSWORD);
            play.script.set("longline", "x".repeat(LONGER_THAN_ANY_LINE));
            play.script.set("longname", "x".repeat(LONGEST_NAME));
            return play.steps(row);
        }
    }

    private Optional<Difference> steps(Row row) {
        for (Step step : row.steps()) {
            Optional<String> wrong = attempt(() -> step.verb().play(this, step.argument()));
            if (wrong.isPresent()) {
                return Optional.of(new Difference(row, step, wrong.get(), List.copyOf(transcript)));
            }
        }
        Step last = row.steps().get(row.steps().size() - 1);
        return attempt(this::leave)
                .map(wrong -> new Difference(row, last, "Afterwards: " + wrong, List.copyOf(transcript)));
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static Optional<String> attempt(Attempt attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (SocketTimeoutException e) {
            return Optional.of("Nothing came in time");
        } catch (IOException e) {
            return Optional.of("The connection broke: " + e.getMessage());
        }
    }

    /** Every client that is still there asks for one more reply, is told goodbye, and hears nothing else. */
    private void leave() throws IOException {
        for (Client client : clients.values()) {
            client.leave();
        }
    }

    Client client() {
        return clients.computeIfAbsent(
                current,
                name -> new Client(stage, address, script, line -> {
                    transcript.add(name.isEmpty() ? line : name + ": " + line);
                }));
    }

    void as(String name) {
        current = name;
    }

    void login(String how) throws IOException {
        Client client = client();
        client.connect(how.equals("IPv6"));
        client.expect("220");
        if (how.equals("TLS")) {
            client.send("AUTH TLS\r\n");
            client.expect("234");
            client.beginTls();
        }
        client.send(script.fill(how.equals("reader") ? "USER $reader" : "USER $user") + "\r\n");
        client.expect("331");
        client.send(script.fill("PASS $password") + "\r\n");
        client.expect("230");
    }

    Script script() {
        return script;
    }

    Home home() {
        return home;
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients.values()) {
            client.close();
        }
    }
}
