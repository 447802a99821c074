package org.ephemeralftp.client.tour;

/** A part of the tour's way through one control connection. */
public enum Step {
    CONNECT("connect"),
    LOGIN("log in"),
    UPLOAD("upload"),
    LIST("list"),
    DOWNLOAD("download"),
    COMPARE("compare"),
    DELETE("delete"),
    CLEAN_UP("clean up");

    private final String title;

    Step(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
