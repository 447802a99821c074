package org.ephemeralftp.server.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * An upload into a home, from the moment everything was looked at that could refuse it. {@link #open} it, write,
 * {@link #commit}; {@link #close} it in any case. Exceptions are fit for the client, as those of {@link HomeFile}.
 */
public sealed interface Upload extends Closeable permits HiddenUpload, InPlaceUpload {
    /** Opens what is to be written to; to be called once, and only when the client is there. */
    FileChannel open() throws IOException;

    /** Where in the open channel the first byte belongs. */
    long offset();

    /** Whether a file that is there now will be replaced as a whole. */
    boolean replaces();

    /** Closes the channel and puts the file in its place. What fails here fails the upload. */
    void commit() throws IOException;

    /** What a failure to write to the channel means; {@link NoSpaceException} if it is that. */
    IOException explain(IOException failure);

    /** Gives up what was not committed. */
    @Override
    void close() throws IOException;
}
