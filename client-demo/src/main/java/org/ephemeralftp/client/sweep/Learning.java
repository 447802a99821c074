package org.ephemeralftp.client.sweep;

/**
 * How it became known which ports the server hands out.
 *
 * @param draws how many ports the server chose for us; 0 if it gives each by name
 * @param drawn how many different ports these were
 * @param once how many of them came up a single time
 * @param sinceNew how many draws the last new port is ago
 */
public record Learning(Way way, int draws, int drawn, int once, int sinceNew) {

    /** The two ways. */
    public enum Way {
        /** SITE LEASE PORTS tells the set and SITE LEASE PORT chooses from it. */
        BY_NAME,
        /** PASV or EPSV again and again, until nothing new comes. */
        BY_DRAWING
    }

    /**
     * The probability that one more port, as likely as each of the others, did not come up in the draws since the last
     * new one: (1 - 1/(n+1))^k.
     */
    public double missedOneAsLikely() {
        return way == Way.BY_NAME ? 0 : Math.pow(1 - 1.0 / (drawn + 1), sinceNew);
    }

    /**
     * The probability that the next draw is a port not seen before, as Good and Turing estimate it: the share of the
     * draws that came up once only.
     */
    public double unseenShare() {
        return draws == 0 ? (way == Way.BY_NAME ? 0 : 1) : (double) once / draws;
    }
}
