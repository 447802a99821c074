package org.ephemeralftp.server.fuzz;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Command lines as clients send them, of every command that some server has. */
final class Grammar {
    /** The directory beside the home in which there is something to steal. */
    static final String OUTSIDE = "outside";

    private static final List<String> TRANSFERS =
            List.of("RETR", "STOR", "STOU", "APPE", "LIST", "NLST", "MLSD", "LIST", "RETR", "STOR");

    private static final List<String> PATHS = List.of(
            "file",
            "big",
            "dir",
            "dir/inner",
            "dir/new",
            "new",
            "new2",
            "/file",
            "/",
            ".",
            "..",
            "./dir/../file",
            "dir/inner/x",
            "missing",
            "with space",
            "\u00fc",
            "\u65e5\u672c",
            "deep/er/and/deeper",
            "out/secret",
            "-a");

    private static final List<String> TRICKS = List.of(
            "../" + OUTSIDE + "/secret",
            "/../" + OUTSIDE + "/evil",
            "dir/../../" + OUTSIDE + "/evil",
            "..\\" + OUTSIDE + "\\evil",
            "//..//" + OUTSIDE,
            "out/evil",
            "out/../" + OUTSIDE + "/secret",
            ".ephemeral-ftp",
            ".ephemeral-ftp/x",
            "dir/.ephemeral-ftp/../../x",
            "/etc/passwd",
            "~root",
            "~/x",
            "/proc/self/environ",
            "C:\\x",
            "*",
            "[",
            "{a,b",
            "*a*a*a*a*a*b",
            "?",
            "file\u0000.txt",
            "%2e%2e%2fx",
            "...",
            "a/".repeat(300),
            "x".repeat(255),
            "x".repeat(256),
            "\u00e9".repeat(200),
            " ",
            "  file",
            "file  ",
            "-",
            "--",
            "%n%n%s%s%x",
            "${jndi:ldap://127.0.0.1/x}",
            "{}",
            "'; DROP TABLE x",
            "\u202e",
            "\u001b[2J",
            "\"quoted\"");

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "7",
            "1024",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483648",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999",
            "1e9",
            "0x10",
            "+5",
            "\u0661",
            "1 2");

    private static final List<String> ENDPOINTS = List.of(
            "127,0,0,1,4,1",
            "127,0,0,1,0,21",
            "127,0,0,1,255,255",
            "127,0,0,1,256,1",
            "10,0,0,1,4,1",
            "0,0,0,0,0,0",
            "1,2,3",
            "127,0,0,1,4,1,9",
            "a,b,c,d,e,f",
            "-1,0,0,1,4,1",
            "127,0,0,1,,",
            "255,255,255,255,255,255");

    private static final List<String> EXTENDED = List.of(
            "|1|127.0.0.1|1025|",
            "|1|127.0.0.1|21|",
            "|2|::1|1025|",
            "|3|x|1|",
            "|1|10.0.0.1|1025|",
            "|1||1|",
            "||||",
            "|1|127.0.0.1|99999|",
            "|2|127.0.0.1|1025|",
            "|1|localhost|1025|",
            "1",
            "|",
            "|1|127.0.0.1|1025",
            "|2|::ffff:1|1|");

    private static final List<String> TIMES = List.of(
            "20200102030405",
            "19700101000000",
            "99991231235959",
            "20200230000000",
            "2020",
            "20200102030405.123",
            "00000000000000");

    /** What the arguments of a command are about; those of the others are paths. */
    private static final Map<String, List<String>> ARGUMENTS = Map.ofEntries(
            Map.entry("USER", List.of("u", "anonymous", "ftp", "nobody")),
            Map.entry("PASS", List.of("p", "x@example.org")),
            Map.entry("TYPE", List.of("A", "I", "A N", "A T", "E", "L 8", "L 7", "i", "X", "")),
            Map.entry("STRU", List.of("F", "R", "P", "X")),
            Map.entry("MODE", List.of("S", "B", "C", "Z", "")),
            Map.entry("PORT", ENDPOINTS),
            Map.entry("LPRT", List.of("4,4,127,0,0,1,2,4,1", "6,16")),
            Map.entry("EPRT", EXTENDED),
            Map.entry("EPSV", List.of("", "1", "2", "3", "ALL", "all", "x")),
            Map.entry("PASV", List.of("", "x")),
            Map.entry("ALLO", NUMBERS),
            Map.entry("REST", NUMBERS),
            Map.entry("PBSZ", NUMBERS),
            Map.entry("PROT", List.of("C", "P", "S", "E", "X", "")),
            Map.entry("AUTH", List.of("SSL", "GSSAPI", "", "X")),
            Map.entry(
                    "OPTS",
                    List.of(
                            "UTF8 ON",
                            "UTF8 OFF",
                            "HASH",
                            "HASH SHA-256",
                            "HASH MD5",
                            "HASH x",
                            "MLST",
                            "MLST Type;Size;",
                            "MLST x;",
                            "",
                            "x")),
            Map.entry(
                    "SITE",
                    List.of(
                            "HELP",
                            "CHMOD 777 file",
                            "WHO",
                            "STAT",
                            "DESCUSER u",
                            "ZONE",
                            "UMASK 0",
                            "EXEC id",
                            "",
                            "x")),
            Map.entry("HASH", PATHS),
            Map.entry("XCRC", List.of("file", "file 0 10", "file 5", "\"with space\" 0 1", "file 10 5", "big -1 0")),
            Map.entry("XMD5", List.of("file", "file 0 10", "dir", "")),
            Map.entry("RANG", List.of("0 10", "10 0", "1 0", "-1 5", "")),
            Map.entry("LANG", List.of("", "en", "de", "../x")),
            Map.entry("HOST", List.of("localhost", "[::1]", "")),
            Map.entry("LIST", List.of("", "-a", "-la dir", "*", "f*", "dir", "missing", "-R")),
            Map.entry("NLST", List.of("", "*", "dir/*", "-a", "missing")),
            Map.entry("STAT", List.of("", "file", "dir", "*", "missing")),
            Map.entry("HELP", List.of("", "RETR", "x")),
            Map.entry("SMNT", List.of("x")),
            Map.entry("CSID", List.of("Name=x;")),
            Map.entry("CLNT", List.of("x")));

    private static final List<String> BARE = List.of(
            "CDUP", "XCUP", "PWD", "XPWD", "SYST", "NOOP", "FEAT", "ABOR", "REIN", "ACCT", "CCC", "TVFS", "LPSV");

    private static final List<String> WITH_PATH = List.of(
            "CWD",
            "XCWD",
            "DELE",
            "RMD",
            "XRMD",
            "MKD",
            "XMKD",
            "RNFR",
            "RNTO",
            "SIZE",
            "MDTM",
            "MLST",
            "HASH",
            "MD5",
            "XSHA256",
            "AVBL",
            "DSIZ",
            "COMB",
            "SITE_HELP",
            "XSEN",
            "MAIL",
            "GET");

    private static final List<String> KEYED = ARGUMENTS.keySet().stream()
            .filter(verb -> !TRANSFERS.contains(verb))
            .sorted()
            .toList();

    private final SplittableRandom random;

    Grammar(SplittableRandom random) {
        this.random = random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A path, now and then one that leads astray. */
    String path() {
        return one(random.nextInt(4) == 0 ? TRICKS : PATHS);
    }

    /** What mutations put into lines. */
    String odd() {
        return one(random.nextBoolean() ? TRICKS : NUMBERS);
    }

    /** Any command but those of transfers. */
    String command() {
        int kind = random.nextInt(10);
        if (kind < 4) {
            String verb = one(WITH_PATH);
            return verb + " " + path();
        }
        if (kind < 8) {
            return keyed(one(KEYED));
        }
        return kind == 8 ? one(BARE) : "MFMT " + one(TIMES) + " " + path();
    }

    private String keyed(String verb) {
        String argument = one(ARGUMENTS.getOrDefault(verb, PATHS));
        return argument.isEmpty() ? verb : verb + " " + argument;
    }

    String transfer() {
        String verb = one(TRANSFERS);
        return switch (verb) {
            case "STOU" -> random.nextBoolean() ? verb : verb + " dir";
            case "LIST", "NLST" -> keyed(verb);
            case "MLSD" -> random.nextBoolean() ? verb : verb + " " + path();
            default -> verb + " " + path();
        };
    }
}
