package org.ephemeralftp.server.control;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands that this server has heard of, and what is to be known of each before it is carried out: those of RFC 959
 * and of the registry of RFC 5797, and those that clients ask for checksums with. {@link CommandTable} has the ones that
 * are implemented; the rest is answered with 502, and what is not here with 500 (RFC 959, section 4.2).
 */
enum Verb {
    ABOR("", Trait.BEFORE_LOGIN),
    ACCT("<account>", Trait.BEFORE_LOGIN, Trait.SECRET),
    ADAT("<base64data>", Trait.SECRET),
    ALGS(""),
    ALLO("<size> [R <size>]"),
    APPE("<file>", Trait.PATH, Trait.TRANSFER),
    AUTH("<mechanism>", Trait.BEFORE_LOGIN),
    CCC("", Trait.BEFORE_LOGIN),
    CDUP(""),
    CONF("<base64data>", Trait.SECRET),
    CWD("<directory>", Trait.PATH),
    DELE("<file>", Trait.PATH),
    ENC("<base64data>", Trait.SECRET),
    EPRT("|<protocol>|<address>|<port>|"),
    EPSV("[<protocol> | ALL]"),
    FEAT("", Trait.BEFORE_LOGIN),
    HASH("<file>", Trait.PATH),
    HELP("[<command>]", Trait.BEFORE_LOGIN),
    HOST("<name>"),
    LANG("[<language>]"),
    LIST("[<path>]", Trait.PATH, Trait.TRANSFER),
    LPRT("<address>"),
    LPSV(""),
    MDTM("<path>", Trait.PATH),
    MFCT("<time> <path>", Trait.PATH),
    MFF("<facts> <path>", Trait.PATH),
    MFMT("<time> <path>", Trait.PATH),
    MIC("<base64data>", Trait.SECRET),
    MKD("<directory>", Trait.PATH),
    MLSD("[<directory>]", Trait.PATH, Trait.TRANSFER),
    MLST("[<path>]", Trait.PATH),
    MODE("S"),
    NLST("[<path>]", Trait.PATH, Trait.TRANSFER),
    NOOP("", Trait.BEFORE_LOGIN),
    OPTS("<command> [<options>]", Trait.BEFORE_LOGIN),
    PASS("<password>", Trait.BEFORE_LOGIN, Trait.SECRET),
    PASV(""),
    PBSZ("<size>", Trait.BEFORE_LOGIN),
    PORT("<h1>,<h2>,<h3>,<h4>,<p1>,<p2>"),
    PROT("<level>", Trait.BEFORE_LOGIN),
    PWD(""),
    QUIT("", Trait.BEFORE_LOGIN),
    REIN("", Trait.BEFORE_LOGIN),
    REST("<offset>"),
    RETR("<file>", Trait.PATH, Trait.TRANSFER),
    RMD("<directory>", Trait.PATH),
    RNFR("<path>", Trait.PATH),
    RNTO("<path>", Trait.PATH),
    /** {@link SiteCommand} knows how it is written. */
    SITE("<command>"),
    SIZE("<file>", Trait.PATH),
    SMNT("<path>", Trait.PATH),
    /** Before a login only the session's own state: {@link StatCommand} sees to that. */
    STAT("[<path>]", Trait.PATH, Trait.BEFORE_LOGIN),
    STOR("<file>", Trait.PATH, Trait.TRANSFER),
    STOU("[<name>]", Trait.PATH, Trait.TRANSFER),
    STRU("F"),
    SYST("", Trait.BEFORE_LOGIN),
    TYPE("A [N | T] | I | L 8"),
    USER("<name>", Trait.BEFORE_LOGIN),
    XCRC("<file> [<start> [<end>]]", Trait.PATH),
    XMD5("<file> [<start> [<end>]]", Trait.PATH),
    XSHA1("<file> [<start> [<end>]]", Trait.PATH),
    XSHA256("<file> [<start> [<end>]]", Trait.PATH),
    XSHA512("<file> [<start> [<end>]]", Trait.PATH);

    /** What commands differ in. */
    enum Trait {
        /** It needs no login. */
        BEFORE_LOGIN,
        /** The argument is, or ends with, a pathname, to which blanks at its end belong. */
        PATH,
        /** The argument must not be seen by anybody. */
        SECRET,
        /** It moves bytes over a data connection. */
        TRANSFER
    }

    /** The names that some commands had before RFC 959, which servers should know (RFC 1123, section 4.1.3.1). */
    private static final Map<String, Verb> EARLIER =
            Map.of("XCUP", CDUP, "XCWD", CWD, "XMKD", MKD, "XPWD", PWD, "XRMD", RMD);

    private static final Map<String, Verb> NAMED = named();

    private final String syntax;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of makes one that is.
    private final Set<Trait> traits;

    Verb(String syntax, Trait... traits) {
        this.syntax = syntax;
        this.traits = Set.of(traits);
    }

    private static Map<String, Verb> named() {
        Map<String, Verb> named = new HashMap<>(EARLIER);
        named.putAll(Arrays.stream(values()).collect(Collectors.toMap(Verb::name, Function.identity())));
        return named;
    }

    /** The command of a name, in upper or lower case (RFC 959, section 5.3); null if nobody has heard of it. */
    static @Nullable Verb of(String name) {
        return NAMED.get(name.toUpperCase(Locale.ROOT));
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** How the command is written. */
    String syntax() {
        return syntax.isEmpty() ? name() : name() + " " + syntax;
    }
}
