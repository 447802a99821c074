package org.ephemeralftp.client.report;

import java.io.PrintWriter;

/** The text a person reads: escaped, wrapped, and in colors where there are any. */
public final class Page {
    private static final int WIDTH = 96;

    private final PrintWriter out;
    private final boolean colors;
    private final int width;

    public Page(PrintWriter out, boolean colors) {
        this(out, colors, WIDTH);
    }

    /** One whose paragraphs are so many columns wide. */
    public Page(PrintWriter out, boolean colors, int width) {
        this.out = out;
        this.colors = colors;
        this.width = width;
    }

    public void emptyLine() {
        out.println();
        out.flush();
    }

    /** Prints one line as it is, however long. */
    public void line(Style style, String text) {
        out.println(style.paint(Escaped.text(text), colors));
        out.flush();
    }

    /** Prints words on as many lines as they need, all of them under the first one. */
    public void paragraph(Style style, String start, String text) {
        wrap(style, start, Escaped.text(text));
    }

    /** As {@link #paragraph}, however long; for texts that are ours but for what they cite. */
    public void prose(Style style, String start, String text) {
        wrap(style, start, Escaped.whole(text));
    }

    private void wrap(Style style, String start, String text) {
        StringBuilder line = new StringBuilder(start);
        boolean fresh = true;
        for (String word : text.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > width) {
                out.println(style.paint(line.toString(), colors));
                line.setLength(0);
                line.append(" ".repeat(start.length()));
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        out.println(style.paint(line.toString(), colors));
        out.flush();
    }
}
