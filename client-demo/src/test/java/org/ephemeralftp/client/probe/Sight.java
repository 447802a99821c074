package org.ephemeralftp.client.probe;

import static org.ephemeralftp.client.connection.ConnectionOutcome.COMPLETED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.CONNECTED;
import static org.ephemeralftp.client.connection.ConnectionOutcome.REPLIED;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.ephemeralftp.client.connection.AddressFamily;
import org.ephemeralftp.client.connection.ConnectionOutcome;
import org.ephemeralftp.client.connection.DataMode;
import org.ephemeralftp.client.connection.Endpoint;
import org.ephemeralftp.client.connection.Protection;

/** What a probe saw in one cell, made up for a test: attempts that pass all phases but the last one named. */
public final class Sight {
    public static final String SERVER = "203.0.113.10";
    static final String CLIENT = "198.51.100.7";

    private final Cell cell;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private String said;

    private Sight(Cell cell) {
        this.cell = cell;
        boolean ipv4 = cell.family() == AddressFamily.IPV4;
        String server = server();
        String client = ipv4 ? CLIENT : "2001:db8::7";
        this.said = cell.mode().passive() ? server : client;
    }

    /** Begins with what is seen in a cell. */
    public static Sight of(String cell) {
        return new Sight(cell(cell));
    }

    public static Cell cell(String name) {
        String[] parts = name.toUpperCase(Locale.ROOT).split("\\.", -1);
        return new Cell(DataMode.valueOf(parts[0]), Protection.valueOf(parts[1]), AddressFamily.valueOf(parts[2]));
    }

    /** The 227, 229, PORT or EPRT names this address from now on, and not the one that is used. */
    public Sight saying(String address) {
        this.said = address;
        return this;
    }

    /** All goes well, once with each of these ports. */
    public Sight works(int... ports) {
        for (int port : ports) {
            attempts.add(attempt(Attempt.Kind.USUAL, port, Phase.TRANSFER_END, REPLIED, 226, "226 done"));
        }
        return this;
    }

    /** It ends without a reply, once with each of these ports. */
    public Sight fails(Phase phase, ConnectionOutcome outcome, int... ports) {
        for (int port : ports) {
            attempts.add(attempt(Attempt.Kind.USUAL, port, phase, outcome, 0, ""));
        }
        return this;
    }

    /** There is no way to the server, and whoever says so has waited before. */
    public Sight isUnreachableAfter(Duration took) {
        PhaseRecord record = new PhaseRecord(
                Phase.CONTROL_CONNECT,
                ConnectionOutcome.UNREACHABLE,
                0,
                "No route to host",
                took,
                null,
                null,
                endpoint(server(), 21));
        attempts.add(new Attempt(Attempt.Kind.USUAL, List.of(record)));
        return this;
    }

    /** It ends with this negative reply. */
    public Sight refused(Phase phase, String reply) {
        return special(Attempt.Kind.USUAL, phase, REPLIED, reply);
    }

    public Sight special(Attempt.Kind kind, Phase phase, ConnectionOutcome outcome, String text) {
        int code = outcome == REPLIED ? Integer.parseInt(text.substring(0, 3)) : 0;
        attempts.add(attempt(kind, 50_000, phase, outcome, code, text));
        return this;
    }

    public Sight check(Check.Kind kind, ConnectionOutcome outcome, String text) {
        Phase phase = kind == Check.Kind.SERVERS_VIEW ? Phase.TRANSFER_START : Phase.DATA_CONNECT;
        int code = outcome == REPLIED ? Integer.parseInt(text.substring(0, 3)) : 0;
        Endpoint remote = outcome == REPLIED ? null : endpoint(said, 50_000);
        checks.add(new Check(
                kind, new PhaseRecord(phase, outcome, code, text, Duration.ofSeconds(4), null, null, remote)));
        return this;
    }

    /** The attempts come to a verdict as a probe's do. */
    public CellResult see() {
        Verdict verdict = Verdict.of(attempts, checks);
        return new CellResult(cell, verdict, attempts, checks, "");
    }

    public static CellResult untried(String cell, Verdict verdict, String remark) {
        return new CellResult(cell(cell), verdict, List.of(), List.of(), remark);
    }

    private Attempt attempt(Attempt.Kind kind, int port, Phase last, ConnectionOutcome outcome, int code, String text) {
        List<PhaseRecord> phases = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (phase == Phase.AUTH && cell.protection() == Protection.PLAIN) {
                continue;
            }
            if (phase == last) {
                phases.add(record(phase, outcome, code, text, port));
                return new Attempt(kind, phases);
            }
            phases.add(passed(phase, port));
        }
        throw new IllegalArgumentException(last + " is no phase of " + cell);
    }

    private PhaseRecord passed(Phase phase, int port) {
        return switch (phase) {
            case CONTROL_CONNECT, DATA_CONNECT -> record(phase, CONNECTED, 0, "", port);
            case AUTH, BYTES -> record(phase, COMPLETED, 0, "", port);
            case GREETING -> record(phase, REPLIED, 220, "220 hello", port);
            case LOGIN -> record(phase, REPLIED, 230, "230 welcome", port);
            case DATA_SETUP -> record(phase, REPLIED, 227, "227 or what fits", port);
            case TRANSFER_START -> record(phase, REPLIED, 150, "150 here it comes", port);
            case TRANSFER_END -> record(phase, REPLIED, 226, "226 done", port);
        };
    }

    private PhaseRecord record(Phase phase, ConnectionOutcome outcome, int code, String text, int port) {
        String server = server();
        boolean data = phase == Phase.DATA_CONNECT && cell.mode().passive();
        Endpoint remote = phase == Phase.CONTROL_CONNECT ? endpoint(server, 21) : data ? endpoint(server, port) : null;
        Endpoint named =
                phase == Phase.DATA_SETUP && (code < 400 || !cell.mode().passive()) ? endpoint(said, port) : null;
        Duration took = outcome == ConnectionOutcome.TIMED_OUT ? Duration.ofSeconds(4) : Duration.ofMillis(2);
        return new PhaseRecord(phase, outcome, code, text, took, named, null, remote);
    }

    private String server() {
        return cell.family() == AddressFamily.IPV4 ? SERVER : "2001:db8::10";
    }

    private static Endpoint endpoint(String address, int port) {
        try {
            return new Endpoint(InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
