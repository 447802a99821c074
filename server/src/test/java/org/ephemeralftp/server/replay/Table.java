package org.ephemeralftp.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All rows, by what a server must have for them. */
enum Table {
    /** For servers without TLS. */
    CLEAR(
            "rfc959.txt",
            "rfc959-data.txt",
            "rfc1123.txt",
            "rfc2389.txt",
            "rfc2428.txt",
            "rfc2577.txt",
            "rfc2640.txt",
            "rfc3659.txt",
            "rfc4217-off.txt",
            "hash.txt",
            "mfmt.txt",
            "site-lease.txt"),
    /** For servers that have TLS. */
    TLS("rfc4217.txt");

    // Made by List.of.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> files;

    Table(String... files) {
        this.files = List.of(files);
    }

    List<String> files() {
        return files;
    }

    /** Reads the rows, whose names differ within a file. */
    List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String file : files) {
            List<Row> more = RowFile.read(file);
            assertThat(more.stream().map(Row::id).collect(Collectors.toSet()))
                    .as(file)
                    .hasSameSizeAs(more);
            rows.addAll(more);
        }
        return rows;
    }
}
