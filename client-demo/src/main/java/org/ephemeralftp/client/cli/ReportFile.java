package org.ephemeralftp.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file that a report goes to when it is done, looked at before it is begun. */
record ReportFile(Path path) {
    static final ReportFile STANDARD_OUTPUT = new ReportFile(Path.of("-"));

    /** Writes the whole text at once. */
    void write(String text) throws IOException {
        Files.writeString(path, text);
    }

    /** Refuses what could not be written in the end. */
    static final class Converter implements ITypeConverter<ReportFile> {
        @Override
        public ReportFile convert(String value) {
            Path path = Path.of(value);
            Path directory = path.toAbsolutePath().getParent();
            if (value.equals("-") || Files.isDirectory(path) || directory == null || !Files.isDirectory(directory)) {
                throw new TypeConversionException("'" + value + "' is no file in a directory that is there");
            }
            if (Files.exists(path) ? !Files.isWritable(path) : !Files.isWritable(directory)) {
                throw new TypeConversionException("'" + value + "' cannot be written by this user");
            }
            return new ReportFile(path);
        }
    }

    /** The same, and {@code -} for the standard output. */
    static final class OrOutput implements ITypeConverter<ReportFile> {
        @Override
        public ReportFile convert(String value) {
            return value.equals("-") ? STANDARD_OUTPUT : new Converter().convert(value);
        }
    }
}
