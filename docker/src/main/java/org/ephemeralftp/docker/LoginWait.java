package org.ephemeralftp.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.WaitResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
        CountDownLatch ended = new CountDownLatch(1);
        try (var watch = container
                .getDockerClient()
                .waitContainerCmd(container.getContainerId())
                .exec(new EndOfContainer(ended))) {
            untilSomebodyLogsIn(ended);
        } catch (IOException e) {
            throw new ContainerLaunchException("The container cannot be watched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerLaunchException("Interrupted while the server started", e);
        }
    }

    private void untilSomebodyLogsIn(CountDownLatch ended) throws InterruptedException {
        long begin = System.nanoTime();
        for (String problem = login(); !problem.isEmpty(); problem = login()) {
            if (System.nanoTime() - begin > startupTimeout.toNanos()) {
                throw new ContainerLaunchException(
                        "Nobody could log in to the server within " + startupTimeout.toSeconds() + " s: " + problem);
            }
            if (ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new ContainerLaunchException("The container ended before anybody could log in: "
                        + container.getLogs().strip());
            }
        }
    }

    /** Hears of the end of a container. */
    private static final class EndOfContainer extends ResultCallback.Adapter<WaitResponse> {
        private final CountDownLatch ended;

        EndOfContainer(CountDownLatch ended) {
            this.ended = ended;
        }

        @Override
        public void onNext(WaitResponse response) {
            ended.countDown();
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
