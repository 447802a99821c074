package org.ephemeralftp.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.images.builder.Transferable;

import org.ephemeralftp.docker.testing.TestImage;

/** The example for README, with the image of the tests. */
class FtpServerContainerReadmeIT {
    @SuppressWarnings({"ConstantField", "NullAway.Init"}) // In README it is a constant.
    private static String IMAGE;

    @BeforeAll
    static void findTheImage() throws IOException, InterruptedException {
        IMAGE = TestImage.name();
    }

    @Test
    void orders_are_fetched_from_a_container() throws Exception {
        try (var ftp = new FtpServerContainer(IMAGE).withUser("alice", "secret")) {
            ftp.start();
            ftp.copyFileToContainer(Transferable.of("200 bolts"), "/srv/ftp/orders.csv");
            String url = ftp.getFtpUrl().replace("ftp://", "ftp://alice:secret@") + "orders.csv";
            try (var in = URI.create(url).toURL().openStream()) { // your client here
                assertEquals("200 bolts", new String(in.readAllBytes(), UTF_8));
            }
        }
    }
}
