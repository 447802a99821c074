package org.ephemeralftp.server.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** In which pieces octets are sent. */
final class Pieces {
    private static final int SHORT = 80;
    private static final int MOST = 6;

    private Pieces() {}

    /** As a whole, in a few pieces, or octet by octet. */
    static Step.Send cut(String octets, SplittableRandom random) {
        int length = octets.length();
        int kind = random.nextInt(10);
        if (length < 2 || kind < 4) {
            return new Step.Send(octets, List.of());
        }
        if (kind == 9 && length <= SHORT) {
            return new Step.Send(octets, IntStream.range(1, length).boxed().toList());
        }
        int cuts = kind < 7 ? 1 : 1 + random.nextInt(MOST);
        return new Step.Send(
                octets, random.ints(cuts, 1, length).distinct().sorted().boxed().toList());
    }
}
