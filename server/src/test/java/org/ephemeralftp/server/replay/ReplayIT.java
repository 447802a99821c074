package org.ephemeralftp.server.replay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.ephemeralftp.server.testing.Machine;
import org.ephemeralftp.server.tls.TlsConfig;
import org.ephemeralftp.server.tls.TlsMode;

/** Our server does what every row asks. */
class ReplayIT {
    @TempDir
    private static Path directory;

    private static OurServer clear;
    private static OurServer secure;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        clear = new OurServer(directory.resolve("unused"), "21200-21269", TlsConfig.OFF);
        secure = new OurServer(
                directory.resolve("unused"),
                "21270-21299",
                TlsConfig.builder().mode(TlsMode.OPTIONAL).build());
    }

    @AfterAll
    static void stop() {
        clear.close();
        secure.close();
    }

    @TestFactory
    @Timeout(600)
    Stream<DynamicNode> in_clear() throws IOException {
        return tests(Table.CLEAR, clear);
    }

    @TestFactory
    @Timeout(600)
    Stream<DynamicNode> with_tls() throws IOException {
        return tests(Table.TLS, secure);
    }

    private static Stream<DynamicNode> tests(Table table, Play.Stage stage) throws IOException {
        List<Row> rows = table.rows();
        return table.files().stream()
                .map(file -> DynamicContainer.dynamicContainer(
                        file,
                        URI.create("classpath:/org/ephemeralftp/server/replay/" + file),
                        rows.stream().filter(row -> row.file().equals(file)).map(row -> test(row, stage))));
    }

    private static DynamicTest test(Row row, Play.Stage stage) {
        URI source = URI.create("classpath:/org/ephemeralftp/server/replay/" + row.file() + "?line="
                + row.steps().get(0).line());
        return DynamicTest.dynamicTest(row.toString(), source, () -> {
            assumeTrue(!row.needsIpv6() || Machine.hasIpv6(), "this machine has no IPv6");
            int number = NUMBER.incrementAndGet();
            Optional<Difference> difference = Play.row(row, number, stage, Home.in(directory.resolve("home" + number)));
            if (difference.isPresent()) {
                throw new AssertionError(difference.get().explained());
            }
        });
    }
}
