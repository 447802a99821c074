package org.ephemeralftp.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ephemeralftp.server.testing.ControlConnection.IPV4;
import static org.ephemeralftp.server.testing.ControlConnection.IPV6;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.ephemeralftp.server.EphemeralFtpServer;
import org.ephemeralftp.server.testing.ControlConnection;
import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.testing.Reply;

/** What the server answers to PASV, EPSV, PORT, EPRT and the commands around them: one table. */
@Timeout(60)
class SetupCommandsIT {
    @TempDir
    private static Path home;

    private static EphemeralFtpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = EphemeralFtpServer.builder()
                .port(0)
                .passivePorts("22000-22009")
                .home(home)
                .anonymous(true)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Each line of a script is a command and what its reply must match; port 22000 is 85,240. */
    static Stream<Arguments> scripts() {
        return Stream.of(
                arguments("PASV names a port of the set", IPV4, """
                        PASV                           => 227 .*\\(127,0,0,1,85,24\\d\\)"""),
                arguments("PASV cannot tell an IPv6 address", IPV6, """
                        PASV                           => 425 .*EPSV"""),
                arguments("EPSV over IPv4", IPV4, """
                        EPSV                           => 229 .*\\(\\|\\|\\|2200\\d\\|\\)
                        EPSV 1                         => 229 .*\\(\\|\\|\\|2200\\d\\|\\)
                        EPSV 2                         => 522 .*\\(1\\)
                        EPSV 3                         => 522 .*\\(1\\)"""),
                arguments("EPSV over IPv6", IPV6, """
                        EPSV                           => 229 .*\\(\\|\\|\\|2200\\d\\|\\)
                        EPSV 2                         => 229 .*\\(\\|\\|\\|2200\\d\\|\\)
                        EPSV 1                         => 522 .*\\(2\\)
                        EPSV 3                         => 522 .*\\(2\\)"""),
                arguments("EPSV with an argument that is no protocol", IPV4, """
                        EPSV nonsense                  => 501 .*1.*
                        EPSV 1 1                       => 501 .*
                        EPSV -1                        => 501 .*"""),
                arguments("EPSV ALL over IPv4", IPV4, """
                        EPSV ALL                       => 200 .*
                        PASV                           => 501 .*EPSV ALL.*
                        PORT 127,0,0,1,85,100          => 501 .*EPSV ALL.*
                        EPRT |1|127.0.0.1|21860|       => 501 .*EPSV ALL.*
                        EPSV                           => 229 .*
                        EPSV 1                         => 229 .*
                        EPSV all                       => 200 .*"""),
                arguments("EPSV ALL over IPv6", IPV6, """
                        EPSV ALL                       => 200 .*
                        PASV                           => 501 .*EPSV ALL.*
                        EPRT |2|::1|21860|             => 501 .*EPSV ALL.*
                        EPSV                           => 229 .*"""),
                arguments("PORT to the client itself", IPV4, """
                        PORT 127,0,0,1,85,100          => 200 .*
                        port 127, 0, 0, 1, 85, 100     => 200 .*
                        PORT 127,0,0,1,4,0             => 200 .*1024.*"""),
                arguments("PORT to another host", IPV4, """
                        PORT 127,0,0,2,85,100          => 501 .*address of your control connection.*
                        PORT 192,0,2,1,85,100          => 501 .*address of your control connection.*
                        PORT 0,0,0,0,85,100            => 501 .*address of your control connection.*"""),
                arguments("PORT to a system port", IPV4, """
                        PORT 127,0,0,1,3,255           => 501 .*1024.*
                        PORT 127,0,0,1,0,21            => 501 .*1024.*
                        PORT 127,0,0,1,0,0             => 501 .*1024.*"""),
                arguments("PORT that is malformed", IPV4, """
                        PORT                           => 501 .*six numbers.*
                        PORT 127,0,0,1,85              => 501 .*six numbers.*
                        PORT 127,0,0,1,85,100,1        => 501 .*six numbers.*
                        PORT 127,0,0,1,85,256          => 501 .*six numbers.*
                        PORT 127,0,0,1,85,-1           => 501 .*six numbers.*
                        PORT 127,0,0,1,85,+1           => 501 .*six numbers.*
                        PORT 127,0,0,1,85,x            => 501 .*six numbers.*
                        PORT 127,0,0,1,85,             => 501 .*six numbers.*
                        PORT localhost,1               => 501 .*six numbers.*"""),
                arguments("PORT over IPv6 names an IPv4 address, which is not the client's", IPV6, """
                        PORT 127,0,0,1,85,100          => 501 .*"""),
                arguments("EPRT over IPv4", IPV4, """
                        EPRT |1|127.0.0.1|21860|       => 200 .*
                        EPRT !1!127.0.0.1!21860!       => 200 .*
                        EPRT *1*127.0.0.1*21860*       => 200 .*
                        EPRT \\1\\127.0.0.1\\21860\\   => 200 .*
                        EPRT ~1~127.0.0.1~1024~        => 200 .*"""),
                arguments("EPRT over IPv6", IPV6, """
                        EPRT |2|::1|21860|             => 200 .*
                        EPRT |2|0:0:0:0:0:0:0:1|21860| => 200 .*
                        EPRT .2.::1.21860.             => 200 .*"""),
                arguments("EPRT with another protocol", IPV4, """
                        EPRT |2|::1|21860|             => 522 .*\\(1\\)
                        EPRT |3|127.0.0.1|21860|       => 522 .*\\(1\\)"""),
                arguments("EPRT with another protocol over IPv6", IPV6, """
                        EPRT |1|127.0.0.1|21860|       => 522 .*\\(2\\)"""),
                arguments("EPRT with an address of another family", IPV4, """
                        EPRT |1|::1|21860|             => 501 .*protocol 1.*"""),
                arguments("EPRT with an address of another family over IPv6", IPV6, """
                        EPRT |2|127.0.0.1|21860|       => 501 .*protocol 2.*
                        EPRT |2|::ffff:127.0.0.1|2186| => 501 .*protocol 2.*"""),
                arguments("EPRT to another host or a system port", IPV4, """
                        EPRT |1|127.0.0.2|21860|       => 501 .*address of your control connection.*
                        EPRT |1|127.0.0.1|1023|        => 501 .*1024.*
                        EPRT |1|127.0.0.1|0|           => 501 .*1024.*"""),
                arguments("EPRT to another host or a system port over IPv6", IPV6, """
                        EPRT |2|::2|21860|             => 501 .*address of your control connection.*
                        EPRT |2|::1|1023|              => 501 .*1024.*"""),
                arguments("EPRT that is malformed", IPV4, """
                        EPRT                           => 501 .*\\|protocol\\|address\\|port\\|.*
                        EPRT |                         => 501 .*
                        EPRT ||||                      => 501 .*
                        EPRT |1|127.0.0.1|21860        => 501 .*
                        EPRT |1|127.0.0.1||            => 501 .*
                        EPRT |1|127.0.0.1|65536|       => 501 .*
                        EPRT |1|127.0.0.1|x|           => 501 .*
                        EPRT |1|127.0.0.1|-1|          => 501 .*
                        EPRT |1|127.0.0.1|21860|1|     => 501 .*
                        EPRT |1||21860|                => 501 .*
                        EPRT |1|localhost|21860|       => 501 .*
                        EPRT |1|127.1|21860|           => 501 .*
                        EPRT |x|127.0.0.1|21860|       => 501 .*
                        EPRT 1,127.0.0.1,21860         => 501 .*"""),
                arguments("ABOR with nothing to abort", IPV4, """
                        ABOR                           => 226 .*
                        PASV                           => 227 .*
                        ABOR                           => 226 .*"""),
                arguments("A transfer command with no data connection set up", IPV4, """
                        RETR missing                   => 550 .*
                        LIST                           => 425 .*PASV, EPSV, PORT or EPRT.*
                        NLST                           => 425 .*PASV, EPSV, PORT or EPRT.*
                        MLSD                           => 425 .*PASV, EPSV, PORT or EPRT.*"""),
                arguments("Only stream mode", IPV4, """
                        MODE Z                         => 504 .*
                        MODE B                         => 504 .*
                        MODE                           => 501 .*
                        MODE S                         => 200 .*
                        mode s                         => 200 .*"""),
                arguments("REIN logs out", IPV4, """
                        PASV                           => 227 .*
                        REIN                           => 220 .*
                        PASV                           => 530 .*
                        EPSV                           => 530 .*
                        PORT 127,0,0,1,85,100          => 530 .*
                        EPRT |1|127.0.0.1|21860|       => 530 .*
                        LIST                           => 530 .*
                        USER anonymous                 => 331 .*
                        PASS a@example.org             => 230 .*
                        EPSV                           => 229 .*"""),
                arguments("REIN forgets EPSV ALL", IPV4, """
                        EPSV ALL                       => 200 .*
                        PASV                           => 501 .*
                        REIN                           => 220 .*
                        USER anonymous                 => 331 .*
                        PASS a@example.org             => 230 .*
                        PASV                           => 227 .*"""));
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("scripts")
    void replies(String name, String client, String script) throws Exception {
        Assumptions.assumeTrue(client.equals(IPV4) || Machine.hasIpv6());
        try (ControlConnection control = ControlConnection.from(client, server).logIn("anonymous", "a@example.org")) {
            for (String line : script.lines().toList()) {
                String[] exchange = line.split(" +=> ", 2);
                Reply reply = control.send(exchange[0]);
                assertThat(reply.text()).as(exchange[0]).matches(exchange[1]);
            }
            control.expect("NOOP", 200);
        }
    }
}
