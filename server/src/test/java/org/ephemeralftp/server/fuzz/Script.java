package org.ephemeralftp.server.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What one client does from connecting to its end: one input of the fuzz test. The seed and the number determine it.
 *
 * @param wellFormed whether every line is a command, so that each has exactly one final reply
 */
record Script(long seed, int number, String client, boolean wellFormed, List<Step> steps) {
    private static final int ONE_IN_WELL_FORMED = 4;
    private static final int ONE_IN_IPV6 = 16;

    static Script of(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed ^ number * 0x9E3779B97F4A7C15L);
        if (random.nextInt(ONE_IN_WELL_FORMED) == 0) {
            String client = random.nextInt(ONE_IN_IPV6) == 0 ? "::1" : ipv4(number);
            return new Script(seed, number, client, true, new WellFormedSteps(random).steps());
        }
        return new Script(seed, number, ipv4(number), false, new WildSteps(random).steps());
    }

    /** An address of its own for each: what the server holds against one client is not held against the next. */
    private static String ipv4(int number) {
        return "127." + (2 + number / 62_500) + "." + number / 250 % 250 + "." + (1 + number % 250);
    }

    /** How to do just this once more, and what it is. */
    @Override
    public String toString() {
        return "-Dfuzz.seed=" + seed + " -Dfuzz.only=" + number + ": a " + (wellFormed ? "well-formed" : "wild")
                + " script of " + client
                + steps.stream().map(step -> "\n    " + step).collect(Collectors.joining());
    }
}
