package org.ephemeralftp.server.replay;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Everything that a line of a script can say. */
enum Verb {
    // Control connections.
    /** Makes the control connection; {@code IPv6} makes it over that. The greeting is yet to be read. */
    CONNECT("connect", (play, text) -> play.client().connect(text.equals("IPv6"))),
    /**
     * Makes the control connection, is greeted, and logs in as {@code $user}: {@code IPv6} does so over that, {@code TLS} in
     * it, and {@code reader} as {@code $reader}, who may not write.
     */
    LOGIN("login", Play::login),
    /** Goes on with another client, which has its own connections. */
    AS("as", Play::as),
    /** Sends a line. */
    SEND(">", (play, text) -> play.client().send(play.script().fill(text) + "\r\n")),
    /** Sends bytes as they are, without the end of a line. */
    BYTES(">>", (play, text) -> play.client().send(play.script().bytes(text))),
    /** Sends a line, each byte in a packet of its own. */
    SPLIT("split", (play, text) -> play.client().sendSplit(play.script().bytes(text + "\\r\\n"))),
    /** Sends one byte as urgent data. */
    URGENT("urgent", (play, text) -> play.client().sendUrgent(play.script().bytes(text))),
    /** Reads one reply: its codes, {@code 500|501}, and a pattern of its text; {@code or} stands between alternatives. */
    REPLY("<", (play, text) -> play.client().expect(text)),
    /** Passes over the next reply, if it is one of these: where nobody says whether there is to be one. */
    REPLY_OR_NOT("<?", (play, text) -> play.client().passOver(text)),
    /** Reads a final reply, which a mark may come before. */
    FINAL_REPLY("finally", (play, text) -> play.client().expectFinally(text)),
    /** A line of the last reply, beside its first one. */
    LINE("line", (play, text) -> play.client().expectLine(text, true)),
    NO_LINE("no line", (play, text) -> play.client().expectLine(text, false)),
    /** How many lines the last reply has. */
    LINES("lines", (play, text) -> play.client().expectLines(Integer.parseInt(text))),
    /** The server has closed the control connection, and said nothing before. */
    CLOSED("closed", (play, text) -> play.client().expectClosed()),
    /** Closes the control connection without a word. */
    CLOSE("close", (play, text) -> play.client().hangUp()),
    /** Begins TLS on the control connection. */
    TLS("tls", (play, text) -> play.client().beginTls()),
    /** The same, or the server closes in the face of what is no TLS. */
    TLS_OR_CLOSED("tls or closed", (play, text) -> play.client().beginTlsOrSeeClosed()),
    /** Says PBSZ 0 and PROT P. */
    PROTECT("protect", (play, text) -> play.client().protect()),

    // Setting up data connections.
    /** Says EPSV and connects. */
    PASSIVE("passive", (play, text) -> play.client().passive()),
    /** Listens, and says EPRT. */
    ACTIVE("active", (play, text) -> play.client().active()),
    /** Listens: {@code $host} and {@code $port} say where; as PORT has them, {@code $hostport} and {@code $hostnumbers}. */
    LISTEN("listen", (play, text) -> play.client().listen()),
    /** Nobody listens there any more. */
    UNLISTEN("unlisten", (play, text) -> play.client().unlisten()),
    /** Connects to the port that the last 227 or 229 named. */
    DATA_OPEN("data open", (play, text) -> play.client().dataOpen()),
    /** Nobody can use the port that the last 227 or 229 named. */
    DATA_REFUSED("data refused", (play, text) -> play.client().expectDataRefused()),
    /** Somebody else connects to it, and gets nothing. */
    DATA_STRANGER("data stranger", (play, text) -> play.client().expectStrangerRefused()),
    /** The server connects to where the client listens. */
    DATA_ACCEPT("data accept", (play, text) -> play.client().dataAccept()),
    /** Begins TLS on the data connection. */
    DATA_TLS("data tls", (play, text) -> play.client().dataTls()),

    // What goes over data connections.
    /** Reads to the end; if a text follows, that is all that comes. */
    DATA_RECEIVE("data <", (play, text) -> play.client().data().receive(text)),
    /** Sends a text and closes. */
    DATA_SEND("data >", (play, text) -> play.client().data().send(play.script().quotedBytes(text))),
    /** Sends a text and does not close. */
    DATA_BEGIN(
            "data >>", (play, text) -> play.client().data().begin(play.script().quotedBytes(text))),
    /** Reads so many bytes. */
    DATA_READ("data read", (play, text) -> play.client().data().read(Integer.parseInt(text))),
    /** A line of what was received; each ends with CR LF. */
    DATA_LINE("data line", (play, text) -> play.client().data().expectLine(text)),
    DATA_NO_LINE("data no line", (play, text) -> play.client().data().expectNoLine(text)),
    DATA_LINES("data lines", (play, text) -> play.client().data().expectLines(Integer.parseInt(text))),
    DATA_CLOSE("data close", (play, text) -> play.client().data().close()),
    /** Closes the data connection with a reset. */
    DATA_RESET("data reset", (play, text) -> play.client().data().reset()),
    /** Closes it below TLS, which does not say goodbye. */
    DATA_CUT("data cut", (play, text) -> play.client().data().cut()),
    /** The server has ended the data connection, whatever came before. */
    DATA_GONE("data gone", (play, text) -> play.client().data().expectGone()),

    // What is in the home.
    /** A file with this content is there before. */
    GIVEN_FILE("given file", (play, text) -> play.home().file(text)),
    /** A file of so many MiB is there before. */
    GIVEN_LARGE("given large", (play, text) -> play.home().large(text)),
    GIVEN_DIRECTORY("given directory", (play, text) -> play.home().directory(text)),
    /** A file has exactly this content now. */
    FILE("file", (play, text) -> play.home().expectFile(play.script(), text)),
    /** A file or directory is there now. */
    PRESENT("present", (play, text) -> play.home().expectPresent(play.script().quoted(text), true)),
    ABSENT("absent", (play, text) -> play.home().expectPresent(play.script().quoted(text), false));

    private interface Action {
        /** @throws AssertionError if the server does not do what it should */
        void play(Play play, String text) throws IOException;
    }

    private final String keyword;

    // The actions hold nothing.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Action action;

    Verb(String keyword, Action action) {
        this.keyword = keyword;
        this.action = action;
    }

    /** What a line that says this begins with. */
    String keyword() {
        return keyword;
    }

    void play(Play play, String text) throws IOException {
        action.play(play, text);
    }

    /** The one that a line begins with. */
    static Optional<Verb> of(String line) {
        return Arrays.stream(values())
                .filter(verb -> line.equals(verb.keyword) || line.startsWith(verb.keyword + " "))
                .max(Comparator.comparingInt(verb -> verb.keyword.length()));
    }
}
