package org.ephemeralftp.client.tour;

/** What became of a cell of the tour, or of the control connection of a family. */
public enum Outcome {
    /** Everything asked for was done and every byte matched. */
    OK("ok"),
    /** The server refused something, did not answer, or the bytes differ. */
    FAILED("FAILED"),
    /** It was not tried, because what it needs is not there. */
    SKIPPED("skipped"),
    /** The protocol has no such thing: PASV and PORT cannot express an IPv6 address. */
    NOT_APPLICABLE("n/a");

    private final String title;

    Outcome(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
