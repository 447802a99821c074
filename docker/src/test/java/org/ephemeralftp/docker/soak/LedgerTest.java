package org.ephemeralftp.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of an endurance run sees what does not add up. */
class LedgerTest {
    private static final String GRANTED = lease("lease granted", "");
    private static final String ENDED = lease("lease ended", ", \"cause\": \"connected\"");
    private static final String STOR = transfer("STOR /in", 3);
    private static final String RETR = transfer("RETR /out", 5);

    @TempDir
    private Path directory;

    private final Ledger ledger = new Ledger();
    private final Books books = new Books();

    private static String line(String level, String message, String fields) {
        return "{\"level\": \"" + level + "\", \"message\": \"" + message + "\"" + fields + "}";
    }

    private static String lease(String message, String fields) {
        return line("DEBUG", message, ", \"owner\": \"session 1\", \"listener\": \"127.0.0.1:1\"" + fields);
    }

    private static String transfer(String key, long bytes) {
        String[] parts = key.split(" ", 2);
        return line(
                "INFO",
                "transferred",
                ", \"verb\": \"" + parts[0] + "\", \"path\": \"" + parts[1] + "\", \"bytes\": " + bytes);
    }

    private ServerLog log(String... lines) throws IOException {
        return ServerLog.read(Files.write(Files.createTempFile(directory, "log", ""), List.of(lines)));
    }

    @BeforeEach
    void transferOneFileEachWay() {
        books.done(new Books.Done("STOR /in", true, 3));
        books.done(new Books.Done("RETR /out", false, 5));
    }

    @Test
    void a_run_in_which_all_is_well_adds_up() throws IOException {
        ledger.held(new Holdings(17, 30, 0), new Holdings(16, 31, 0));
        ledger.quiet(log(GRANTED, ENDED));
        ledger.life(log("ready", GRANTED, ENDED, STOR, RETR), true);
        ledger.life(log(GRANTED, ENDED, GRANTED, "{\"level\": \"DEBUG\", \"mess"), false);
        ledger.check(books);

        assertThat(ledger.discrepancies()).isEmpty();
        assertThat(ledger.toString())
                .contains(
                        "| leases granted | 3 |",
                        "| leases ended: connected | 2 |",
                        "| leases pending at SIGKILL | 1 |")
                .contains("| 2 | SIGKILL |", "All of it adds up.");
    }

    @Test
    void leases_that_do_not_end_are_seen() throws IOException {
        ledger.quiet(log(GRANTED));
        ledger.life(log(GRANTED, STOR, RETR), true);
        ledger.check(books);

        assertThat(ledger.discrepancies())
                .containsExactly("1 leases are pending, and nobody is there", "1 leases did not end with their server");
    }

    @Test
    void a_lease_that_ends_twice_is_seen() throws IOException {
        ledger.life(log(GRANTED, ENDED, ENDED, STOR, RETR), true);
        ledger.check(books);

        assertThat(ledger.discrepancies())
                .contains("a lease ended that was not granted, or twice: session 1 at 127.0.0.1:1");
    }

    @Test
    void bytes_that_one_side_does_not_know_are_seen() throws IOException {
        ledger.life(log(STOR, STOR, transfer("RETR /out", 4)), true);
        ledger.check(books);

        assertThat(ledger.discrepancies())
                .containsExactly(
                        "STOR /in: the client says 3 bytes, the server [3, 3]",
                        "RETR /out: the client says 5 bytes, the server [4]");
    }

    @Test
    void what_a_server_goes_on_holding_is_seen() throws IOException {
        ledger.held(new Holdings(17, 30, 0), new Holdings(30, 30, 0));
        ledger.held(new Holdings(17, 30, 0), new Holdings(17, 50, 0));
        ledger.held(new Holdings(17, 30, 0), new Holdings(17, 30, 1));
        ledger.life(log(STOR, RETR), true);
        ledger.check(books);

        assertThat(ledger.discrepancies()).hasSize(3);
        assertThat(ledger.toString()).contains("Not all of it adds up:");
    }

    @Test
    void all_else_that_goes_wrong_is_seen() throws IOException {
        ledger.status(1);
        ledger.leftovers(List.of(".ephemeral-ftp/x"));
        ledger.harmed("precious-1");
        ledger.life(log(STOR, RETR, line("ERROR", "something broke", "")), true);
        books.complain("curl upload: it is not the same");
        ledger.check(books);

        assertThat(ledger.discrepancies()).hasSize(5);
    }

    @Test
    void a_run_without_transfers_is_none() {
        assertThat(new Ledger().discrepancies()).containsExactly("nothing was transferred in one direction");
    }
}
