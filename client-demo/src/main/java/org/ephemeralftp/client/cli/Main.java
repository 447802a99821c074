package org.ephemeralftp.client.cli;

/** The entry point of the runnable client jar. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
