package org.ephemeralftp.client.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private long now;

    private Progress progress(String task, long max, boolean shown) {
        return Progress.of(new PrintStream(screen, true, StandardCharsets.UTF_8), () -> now, task, max, shown);
    }

    private List<String> drawings() {
        return List.of(screen.toString(StandardCharsets.UTF_8).split("\r", -1));
    }

    @Test
    void showsHowFarItIsInOneLineOfATerminal() {
        try (Progress progress = progress("Sweep", 1_000, true)) {
            now += TimeUnit.SECONDS.toNanos(30);
            progress.to(250, "12 open");
            now += TimeUnit.SECONDS.toNanos(1);
            progress.to(251, "x".repeat(200));
        }

        assertThat(drawings()).allSatisfy(each -> assertThat(each).hasSizeLessThan(80));
        assertThat(drawings().get(1))
                .startsWith("Sweep [######------------------] 250/1,000  about 1:30 left  12 open");
    }

    @Test
    void takesItsLineAway() {
        Progress progress = progress("Sweep", 10, true);
        progress.to(3, "");
        progress.close();
        progress.to(4, "");
        progress.close();

        assertThat(screen.toString(StandardCharsets.UTF_8)).endsWith("\r" + " ".repeat(79) + "\r");
        assertThat(drawings()).hasSize(4);
    }

    @Test
    void drawsTheEndAlwaysAndTheRestTenTimesASecondAtMost() {
        Progress progress = progress("Load", 100, true);
        for (int i = 0; i < 100; i++) {
            progress.to(i, "");
            now += TimeUnit.MILLISECONDS.toNanos(1);
        }
        progress.to(100, "");

        assertThat(drawings().stream().filter(each -> !each.isEmpty())).hasSize(2);
        assertThat(drawings().get(2)).contains("100/100").doesNotContain("left");
    }

    @Test
    void whatStandsInANoteDoesNotSteerTheTerminal() {
        progress("Load", 2, true).to(1, "\u001b[2J\r");

        assertThat(drawings()).hasSize(2);
        assertThat(drawings().get(1)).contains("\\u001b[2J").doesNotContain("\u001b");
    }

    @Test
    void printsNothingWhereNobodyWatches() {
        Progress progress = progress("Load", 2, false);
        progress.to(1, "");
        progress.to(2, "");
        progress.close();

        assertThat(screen.size()).isZero();
    }
}
