package org.ephemeralftp.server.cli;

import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

import org.ephemeralftp.server.ServerConfigBuilder;

/** What is served, and what uploads do to it. */
@SuppressWarnings("NullAway.Init") // picocli sets what has a default
final class FileOptions implements OptionGroup {
    static final String HEADING = "%nFiles%n";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "./ftp-home",
            description = "The directory to serve, made if it is missing (default: ${DEFAULT-VALUE}).")
    private Path home;

    @Option(
            names = "--follow-symlinks",
            negatable = true,
            description = "Let symbolic links lead out of the home, to anything that the server may read or write.")
    private boolean followSymlinks;

    @Option(
            names = "--upload-grace",
            paramLabel = "TIME",
            defaultValue = "50ms",
            converter = Converters.Time.class,
            description = "How long an upload that replaces a file waits, once its data has ended, for the end of the "
                    + "control connection too: then the client was killed, and the file stays "
                    + "(default: ${DEFAULT-VALUE}).")
    private Duration uploadGrace;

    @Option(
            names = "--upload-sync",
            paramLabel = "on|off",
            defaultValue = "on",
            converter = Converters.OnOff.class,
            completionCandidates = Converters.OnOff.class,
            description = "Whether an upload is on the disk before it takes its name, so that a power cut leaves no "
                    + "half file; off is faster (default: ${DEFAULT-VALUE}).")
    private Converters.Switch uploadSync;

    @Override
    public void applyTo(ServerConfigBuilder builder) {
        OptionGroup.set("--home", home, () -> builder.home(home));
        builder.followSymlinks(followSymlinks).uploadGrace(uploadGrace).uploadSync(uploadSync == Converters.Switch.ON);
    }
}
