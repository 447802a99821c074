package org.ephemeralftp.server.fuzz;

import java.util.List;

/** One thing that a client does. Octets are characters up to 255. */
sealed interface Step {
    /** Writes to the control connection, in pieces that end at these places. */
    record Send(String octets, List<Integer> cuts) implements Step {
        @Override
        public String toString() {
            return "send " + Octets.escaped(octets) + (cuts.isEmpty() ? "" : " cut at " + cuts);
        }
    }

    /** Writes one octet to the control connection as urgent data. */
    record Urgent(int octet) implements Step {}

    /** Waits a moment for the next final reply, and does without it if it does not come. */
    record Hear() implements Step {}

    /** Waits until there have been so many final replies in all, the greeting included, and not one more. */
    record Expect(int replies) implements Step {}

    /** Listens on a port of its own, and says PORT or EPRT. */
    record Announce(boolean extended) implements Step {}

    /** Connects to the data port it was told last. */
    record Connect(boolean asStranger) implements Step {}

    /** Does something with the data connection that is the latest one. */
    record Data(Act act, int count) implements Step {}

    /** Ends the control connection, and the script. */
    record End(Ending how) implements Step {}

    enum Act {
        ACCEPT,
        STOP_LISTENING,
        WRITE,
        READ,
        READ_TO_THE_END,
        HALF_CLOSE,
        CLOSE,
        RESET
    }

    enum Ending {
        QUIT,
        HALF_CLOSE,
        CLOSE,
        RESET
    }
}
