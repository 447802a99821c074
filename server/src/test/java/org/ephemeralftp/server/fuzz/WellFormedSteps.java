package org.ephemeralftp.server.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a client does that keeps to the rules of the control connection (RFC 959, section 5): every line is a command in
 * UTF-8, so that each has exactly one final reply, however odd the command is and whatever becomes of the data
 * connection. Lines are pipelined and cut anywhere.
 */
final class WellFormedSteps {
    private static final int MOST_TURNS = 6;
    private static final int MOST_LINES = 8;
    private static final int MOST_BYTES = 30_000;

    /** Those end the session, change its layer, or may be held back after a failure. */
    private static final Predicate<String> UNFIT = Pattern.compile(
                    "(USER|PASS|XPASS|AUTH|QUIT).*|.*[\\x00-\\x1f\\x7f].*")
            .asMatchPredicate();

    private final SplittableRandom random;
    private final Grammar grammar;
    private final List<Step> steps = new ArrayList<>();
    /** The greeting is the first one. */
    private int replies = 1;

    WellFormedSteps(SplittableRandom random) {
        this.random = random;
        grammar = new Grammar(random);
    }

    List<Step> steps() {
        if (!oneIn(10)) {
            logIn();
        }
        for (int turns = 1 + random.nextInt(MOST_TURNS); turns > 0; turns--) {
            int kind = random.nextInt(10);
            if (kind < 4) {
                lines();
            } else if (kind < 6) {
                used(passive());
            } else if (kind < 8) {
                used(active());
            } else if (kind == 8) {
                neverConnected();
            } else {
                logIn();
            }
        }
        commands(List.of("QUIT"));
        steps.add(new Step.End(Step.Ending.QUIT));
        return List.copyOf(steps);
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private void commands(List<String> lines) {
        send(lines);
        steps.add(new Step.Expect(replies));
    }

    private void send(List<String> lines) {
        replies += lines.size();
        steps.add(Pieces.cut(Octets.of(String.join("\r\n", lines) + "\r\n"), random));
    }

    private void logIn() {
        commands(List.of("USER u", "PASS p", oneIn(3) ? "TYPE A" : "TYPE I"));
    }

    /** ABOR first: what was set up before would have the transfer command wait for it. */
    private void lines() {
        List<String> lines = new ArrayList<>();
        for (int count = 1 + random.nextInt(MOST_LINES); count > 0; count--) {
            if (oneIn(6)) {
                lines.add("ABOR");
                lines.add(fit(true));
            } else {
                lines.add(fit(false));
            }
        }
        commands(lines);
    }

    private String fit(boolean transfer) {
        while (true) {
            String line = transfer ? grammar.transfer() : grammar.command();
            if (!UNFIT.test(line)) {
                return line;
            }
        }
    }

    /** Whether the client is the one who connects. */
    private boolean passive() {
        commands(List.of(oneIn(3) ? "PASV" : "EPSV"));
        if (oneIn(8)) {
            steps.add(new Step.Connect(true));
        }
        return true;
    }

    private boolean active() {
        steps.add(new Step.Announce(random.nextBoolean()));
        replies++;
        steps.add(new Step.Expect(replies));
        return false;
    }

    /** Setting up may have failed, and the client cannot connect then: the transfer is refused. */
    private void used(boolean passive) {
        if (passive && random.nextBoolean()) {
            steps.add(new Step.Connect(false));
            send(List.of(fit(true)));
        } else {
            send(List.of(fit(true)));
            steps.add(passive ? new Step.Connect(false) : new Step.Data(Step.Act.ACCEPT, 0));
        }
        switch (random.nextInt(6)) {
            case 0 -> act(Step.Act.WRITE, Step.Act.RESET);
            case 1 -> act(Step.Act.READ, Step.Act.RESET);
            case 2 -> {
                act(Step.Act.WRITE);
                send(List.of("NOOP", "STAT"));
                send(List.of("ABOR"));
                act(Step.Act.READ_TO_THE_END, Step.Act.CLOSE);
            }
            case 3 -> act(Step.Act.READ_TO_THE_END, Step.Act.CLOSE);
            default -> act(Step.Act.WRITE, Step.Act.HALF_CLOSE, Step.Act.READ_TO_THE_END, Step.Act.CLOSE);
        }
        act(Step.Act.STOP_LISTENING);
        steps.add(new Step.Expect(replies));
    }

    private void act(Step.Act... acts) {
        for (Step.Act act : acts) {
            steps.add(new Step.Data(act, 1 + random.nextInt(MOST_BYTES)));
        }
    }

    private void neverConnected() {
        List<String> lines = new ArrayList<>(List.of("EPSV", fit(true)));
        if (random.nextBoolean()) {
            lines.add("NOOP");
        }
        // In one case out of many the time of the lease has to end it.
        lines.add(oneIn(30) ? "PWD" : "ABOR");
        commands(lines);
    }
}
