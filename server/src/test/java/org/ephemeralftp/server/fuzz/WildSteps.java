package org.ephemeralftp.server.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a client does that keeps to nothing: spoiled commands, and data connections in every state. */
final class WildSteps {
    private static final int MOST_TURNS = 7;
    private static final int MOST_LINES = 6;
    private static final int MOST_GARBAGE = 600;
    private static final Step.Act[] ACTS = Step.Act.values();
    private static final Step.Ending[] ENDINGS = Step.Ending.values();
    private static final Mutation[] MUTATIONS = Mutation.values();

    /** The header of the PROXY protocol, version 1 and 2 and wrong ones. */
    private static final List<String> HEADERS = List.of(
            "PROXY TCP4 127.0.0.9 127.0.0.1 4000 21\r\n",
            "PROXY UNKNOWN\r\n",
            "PROXY TCP4 999.0.0.1 x 1 99999\r\n",
            "PROXY " + "x".repeat(200) + "\r\n",
            "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c\u007f\0\0\t\u007f\0\0\1\u000f\u00a0\0\u0015",
            "\r\n\r\n\0\r\nQUIT\n!\u0011\u00ff\u00ff",
            "\r\n\r\n\0\r\nQU");

    private final SplittableRandom random;
    private final Grammar grammar;
    private final List<Step> steps = new ArrayList<>();

    WildSteps(SplittableRandom random) {
        this.random = random;
        grammar = new Grammar(random);
    }

    List<Step> steps() {
        if (oneIn(30)) {
            send(grammar.one(HEADERS));
        }
        if (!oneIn(12)) {
            send(oneIn(5) ? "USER anonymous\r\nPASS x@\r\n" : "USER u\r\nPASS p\r\n");
            if (random.nextBoolean()) {
                send("TYPE I\r\n");
            }
        }
        for (int turns = 1 + random.nextInt(MOST_TURNS); turns > 0; turns--) {
            turn();
        }
        steps.add(new Step.End(ENDINGS[random.nextInt(ENDINGS.length)]));
        return List.copyOf(steps);
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private void send(String octets) {
        steps.add(Pieces.cut(octets, random));
    }

    private void turn() {
        int kind = random.nextInt(20);
        if (kind < 8) {
            lines();
        } else if (kind < 13) {
            passive();
        } else if (kind < 16) {
            active();
        } else if (kind == 16) {
            urgentAbort();
        } else if (kind == 17) {
            garbage();
        } else if (kind == 18) {
            act();
        } else {
            send(line(grammar.transfer()));
        }
    }

    private void lines() {
        StringBuilder lines = new StringBuilder();
        for (int count = 1 + random.nextInt(MOST_LINES); count > 0; count--) {
            lines.append(line(oneIn(8) ? grammar.transfer() : grammar.command()));
        }
        send(lines.toString());
        if (oneIn(4)) {
            steps.add(new Step.Hear());
        }
    }

    private String line(String command) {
        String line = Octets.of(command) + "\r\n";
        for (int spoiled = random.nextInt(5); spoiled >= 3 && !line.isEmpty(); spoiled--) {
            line = MUTATIONS[random.nextInt(MUTATIONS.length)].of(line, grammar, random);
        }
        return line;
    }

    private void passive() {
        send(oneIn(3) ? "PASV\r\n" : oneIn(8) ? "EPSV\r\nEPSV\r\n" : "EPSV\r\n");
        if (oneIn(5)) {
            send(line(grammar.transfer()));
        }
        steps.add(new Step.Hear());
        if (oneIn(6)) {
            steps.add(new Step.Connect(true));
        }
        if (!oneIn(5)) {
            steps.add(new Step.Connect(false));
        }
        if (oneIn(6)) {
            steps.add(new Step.Connect(false));
        }
        useData();
    }

    private void active() {
        steps.add(new Step.Announce(random.nextBoolean()));
        if (oneIn(5)) {
            steps.add(new Step.Data(Step.Act.STOP_LISTENING, 0));
        }
        if (oneIn(3)) {
            steps.add(new Step.Hear());
        }
        if (!oneIn(4)) {
            send(line(grammar.transfer()));
            steps.add(new Step.Data(Step.Act.ACCEPT, 0));
        }
        useData();
    }

    private void useData() {
        boolean before = oneIn(3);
        if (before) {
            act();
        }
        if (!oneIn(6)) {
            send(line(grammar.transfer()));
        }
        for (int acts = random.nextInt(4); acts > 0; acts--) {
            act();
        }
        if (oneIn(4)) {
            urgentAbort();
        } else if (oneIn(4)) {
            send("ABOR\r\n");
        } else if (oneIn(3)) {
            send(line(grammar.one(List.of("STAT", "NOOP", "QUIT", "REIN", "EPSV"))));
        }
    }

    private void act() {
        steps.add(new Step.Data(ACTS[random.nextInt(ACTS.length)], 1 + random.nextInt(20_000)));
    }

    /** RFC 959, section 4.1.3: Telnet's interrupt and synch come before ABOR. */
    private void urgentAbort() {
        if (!oneIn(4)) {
            send("\u00ff\u00f4\u00ff");
            steps.add(new Step.Urgent(0xF2));
        }
        send("ABOR\r\n");
    }

    private void garbage() {
        StringBuilder octets = new StringBuilder();
        random.ints(1 + random.nextInt(MOST_GARBAGE), 0, 256).forEach(octet -> octets.append((char) octet));
        send(octets.toString());
    }
}
