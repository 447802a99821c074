package org.ephemeralftp.docker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

import org.ephemeralftp.client.settings.Choices;
import org.ephemeralftp.docker.lab.LabHost;

/**
 * A file of firewall rules, as {@code [HOST=]FILE} names it.
 *
 * @param named the host; null for that of {@code --on}
 */
record RuleFile(@Nullable LabHost named, Path file) {
    private static final Pattern WITH_HOST = Pattern.compile("([A-Za-z]*)=(.*)", Pattern.DOTALL);
    private static final Set<String> OPTIONS = Set.of("--ruleset", "--iptables-restore", "--ip6tables-restore");
    private static final Set<String> OTHER_PATHS = Set.of("--expect", "--keep-pcap");

    /** Where it is loaded. */
    LabHost host(LabHost otherwise) {
        return named == null ? otherwise : named;
    }

    /** In a file of options, paths begin where that file is: it can stand in a directory with what it names. */
    static String inFile(OptionSpec option, String value, Path directory) {
        String name = option.longestName();
        if (OTHER_PATHS.contains(name)) {
            return directory.resolve(value).toString();
        }
        if (OPTIONS.contains(name)) {
            Matcher parts = WITH_HOST.matcher(value);
            return parts.matches()
                    ? parts.group(1) + "=" + directory.resolve(parts.group(2))
                    : directory.resolve(value).toString();
        }
        return value;
    }

    /** Refuses what is no host or no file. */
    static final class Converter implements ITypeConverter<RuleFile> {
        @Override
        public RuleFile convert(String value) {
            Matcher parts = WITH_HOST.matcher(value);
            if (!parts.matches()) {
                return new RuleFile(null, readable(value));
            }
            try {
                return new RuleFile(Choices.choose(LabHost.class, parts.group(1)), readable(parts.group(2)));
            } catch (TypeConversionException e) {
                throw Files.exists(Path.of(value))
                        ? new TypeConversionException(e.getMessage() + "; a file with = in its name begins with ./")
                        : e;
            }
        }

        private static Path readable(String value) {
            Path file = Path.of(value);
            // A pipe will do.
            if (!Files.exists(file) || Files.isDirectory(file)) {
                throw new TypeConversionException("'" + value + "' is no file that is there");
            }
            if (!Files.isReadable(file)) {
                throw new TypeConversionException("'" + value + "' cannot be read by this user");
            }
            return file;
        }
    }
}
