package org.ephemeralftp.docker;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.util.TrustManagerUtils;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until a client on Docker's host is greeted and can log in. Docker itself accepts connections from the beginning, and
 * on passive ports nobody listens before PASV, so that an open port says nothing.
 */
final class LoginWait extends AbstractWaitStrategy {
    private static final Duration CLIENT_LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 100;

    private final FtpServerContainer container;

    LoginWait(FtpServerContainer container) {
        this.container = container;
    }

    @Override
    protected void waitUntilReady() {
        long begin = System.nanoTime();
        try (WaitContainerResultCallback end = container
                .getDockerClient()
                .waitContainerCmd(container.getContainerId())
                .exec(new WaitContainerResultCallback())) {
            while (true) {
                String problem = login();
                if (problem.isEmpty()) {
                    return;
                }
                if (end.awaitCompletion(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new ContainerLaunchException("The container ended before anybody could log in: "
                            + container.getLogs().strip());
                }
                if (System.nanoTime() - begin > startupTimeout.toNanos()) {
                    throw new ContainerLaunchException("Nobody could log in to the server within "
                            + startupTimeout.toSeconds() + " s: " + problem);
                }
            }
        } catch (IOException e) {
            throw new ContainerLaunchException("The container could not be watched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerLaunchException("Interrupted while the server started", e);
        }
    }

    /** Why nobody can log in yet; empty if somebody can. */
    private String login() {
        FTPClient client = container.requiresTls() ? ofAnyCertificate() : new FTPClient();
        client.setConnectTimeout((int) CLIENT_LIMIT.toMillis());
        client.setDefaultTimeout((int) CLIENT_LIMIT.toMillis());
        try {
            client.connect(container.getHost(), container.getControlPort());
            boolean in = FTPReply.isPositiveCompletion(client.getReplyCode())
                    && client.login(container.getUsername(), container.getPassword());
            String reply = client.getReplyString().strip();
            if (in) {
                client.logout();
                return "";
            }
            // It will not be another one later (RFC 959, section 4.2).
            if (FTPReply.isNegativePermanent(client.getReplyCode())) {
                throw new ContainerLaunchException(
                        "The server does not let user '" + container.getUsername() + "' in: " + reply);
            }
            return reply;
        } catch (IOException e) {
            return e.toString();
        } finally {
            disconnect(client);
        }
    }

    private static FTPSClient ofAnyCertificate() {
        FTPSClient client = new FTPSClient();
        client.setTrustManager(TrustManagerUtils.getAcceptAllTrustManager());
        return client;
    }

    private static void disconnect(FTPClient client) {
        try {
            client.disconnect();
        } catch (IOException e) {
            // It is gone then, too.
        }
    }
}
