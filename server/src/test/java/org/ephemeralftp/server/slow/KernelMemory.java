package org.ephemeralftp.server.slow;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the kernel has of memory for TCP, of which clients that read nothing take most: loopback gives each some 3 MiB. It is
 * shared by all processes and network namespaces ({@code tcp_mem} in tcp(7)), so only one test run has it at a time.
 */
record KernelMemory(FileChannel taken) implements Closeable {
    /** Waits for it; the test's limit is the wait's. */
    static KernelMemory take() throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "ephemeral-ftp-slow-clients.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return new KernelMemory(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        taken.close();
    }
}
