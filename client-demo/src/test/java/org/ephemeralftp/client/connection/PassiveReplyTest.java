package org.ephemeralftp.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassiveReplyTest {
    private final InetAddress server = InetAddress.getLoopbackAddress();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "227 Entering Passive Mode (192,0,2,1,195,80)",
                "227 Entering Passive Mode (192,0,2,1,195,80).",
                "227 Entering Passive Mode 192,0,2,1,195,80",
                "227 =192,0,2,1,195,80"
            })
    void readsTheRepliesOfManyServers(String reply) throws IOException {
        assertThat(PassiveReply.ofPasv(reply)).hasToString("192.0.2.1:50000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "227 Entering Passive Mode",
                "227 Entering Passive Mode (192,0,2,1,195)",
                "227 Entering Passive Mode (192,0,2,256,195,80)",
                "227 Entering Passive Mode (192,0,2,1,0,0)",
                "227 Entering Passive Mode (0:0:0:0:0:0:0:1,195,80)"
            })
    void rejectsA227ThatTellsNothing(String reply) {
        assertThatThrownBy(() -> PassiveReply.ofPasv(reply))
                .isInstanceOf(UnusableReplyException.class)
                .hasMessageContaining(reply);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"229 Entering Extended Passive Mode (|||50000|)", "229 ok (!!!50000!) ", "229 (|||50000|)."})
    void readsThePortOfA229(String reply) throws IOException {
        assertThat(PassiveReply.ofEpsv(reply, server)).isEqualTo(new Endpoint(server, 50000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"229 ok", "229 (|||x|)", "229 (|||0|)", "229 (|||65536|)", "229 (||1|50000|)", "229 ()"})
    void rejectsA229ThatTellsNoPort(String reply) {
        assertThatThrownBy(() -> PassiveReply.ofEpsv(reply, server)).isInstanceOf(UnusableReplyException.class);
    }
}
