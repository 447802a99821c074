package org.ephemeralftp.client.probe;

/** The end of whatever is under way because its {@link TimeLimit} is used up: nothing is known of it. */
final class OutOfTime extends Exception {
    private static final long serialVersionUID = 1;

    OutOfTime(TimeLimit limit) {
        super("not done within " + limit.whole().toSeconds() + " s", null, false, false);
    }
}
