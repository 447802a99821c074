package org.ephemeralftp.server.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class TimedCommandTest {
    private static final String[] FOR_EVER = {"tail", "-f", "/dev/null"};

    @Test
    void givesBackWhatTheCommandPrints() throws IOException {
        assertThat(new TimedCommand().run("echo", "net.inet.ip.portrange.first: 49152"))
                .isEqualTo("net.inet.ip.portrange.first: 49152\n");
    }

    @Test
    void theCommandHasNoInput() throws IOException {
        assertThat(new TimedCommand().run("cat")).isEmpty();
    }

    @Test
    void standardErrorAndTheExitStatusAreLeftOut() throws IOException {
        assertThat(new TimedCommand().run("sh", "-c", "echo out; echo err >&2; exit 3"))
                .isEqualTo("out\n");
    }

    @Test
    void outputBiggerThanAPipeIsReadWhole() throws IOException {
        assertThat(new TimedCommand(Duration.ofSeconds(20)).run("sh", "-c", "head -c 300000 /dev/zero"))
                .hasSize(300000);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void aCommandThatTakesTooLongIsAnError() {
        assertThatThrownBy(() -> new TimedCommand(Duration.ofMillis(50)).run(FOR_EVER))
                .isInstanceOf(IOException.class)
                .hasMessage("tail took longer than 50 ms");
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> new TimedCommand().run(FOR_EVER)).isInstanceOf(InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aMissingProgramIsAnError() {
        assertThatThrownBy(() -> new TimedCommand().run("/nowhere/sysctl")).isInstanceOf(IOException.class);
    }
}
