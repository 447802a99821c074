package org.ephemeralftp.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a configuration of the live view is refused, and what is told of one. */
class AdminConfigTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Test
    void without_a_port_there_is_none() {
        assertThat(AdminConfig.OFF.isOn()).isFalse();
        assertThat(AdminConfig.builder().port(0).build().isOn()).isTrue();
    }

    @Test
    void another_address_than_loopback_needs_a_token() throws Exception {
        AdminConfig.Builder everywhere = AdminConfig.builder().port(8080).address(InetAddress.getByName("0.0.0.0"));
        assertThatIllegalArgumentException()
                .isThrownBy(everywhere::build)
                .withMessageStartingWith("--admin-address 0.0.0.0 can be reached from other machines")
                .withMessageContaining("add --admin-token-file FILE");
        assertThat(everywhere.token(TOKEN).build().token()).isEqualTo(TOKEN);
    }

    @Test
    void what_means_nothing_without_a_port_is_refused() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(AdminConfig.builder().tokenFile(Path.of("token"))::build)
                .withMessageStartingWith("--admin-token-file means nothing without --admin-port");
        assertThatIllegalArgumentException()
                .isThrownBy(AdminConfig.builder().address(InetAddress.getByName("192.0.2.1"))::build)
                .withMessageStartingWith("--admin-address means nothing without --admin-port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "0123456789abcde", "0123456789 abcdef", "0123456789abcdef\n", "0123456789äbcdef"})
    void a_token_that_cannot_be_sent_or_is_short_is_refused_and_not_told(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(AdminConfig.builder().port(0).token(token)::build)
                .withMessageContaining("at least 16 characters")
                .withMessageNotContaining(token.isEmpty() ? "\0" : token);
    }

    @Test
    void text_of_it_has_no_token() {
        AdminConfig config = AdminConfig.builder().port(8080).token(TOKEN).build();
        assertThat(config.toString()).contains("8080").doesNotContain(TOKEN);
    }
}
