package org.ephemeralftp.client.probe;

/** The end of whatever is under way because its {@link TimeLimit} is used up, or it is interrupted: nothing is known of it. */
final class OutOfTime extends Exception {
    private static final long serialVersionUID = 1;

    OutOfTime(TimeLimit limit) {
        this("not done within " + limit.whole().toSeconds() + " s");
    }

    private OutOfTime(String message) {
        super(message, null, false, false);
    }

    static OutOfTime interrupted() {
        return new OutOfTime("interrupted");
    }
}
