package org.ephemeralftp.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultScriptTest {
    private final FaultScript script = new FaultScript();

    private FaultScript.Claim claim(Occasion occasion) {
        return Objects.requireNonNull(script.claim(occasion));
    }

    @Test
    void each_occasion_takes_the_first_that_suits_it() {
        script.next(Fault.wrongHost("192.0.2.1"));
        script.next(Fault.resetAfter(1));
        script.next(Fault.noDataPort());
        script.next(Fault.stallAfter(2));
        script.next(Fault.refuseData());
        assertThat(claim(Occasion.EPSV).fault()).isEqualTo(Fault.noDataPort());
        assertThat(claim(Occasion.PASV).fault()).isEqualTo(Fault.wrongHost("192.0.2.1"));
        assertThat(claim(Occasion.CONNECT).fault()).isEqualTo(Fault.refuseData());
        assertThat(claim(Occasion.TRANSFER).fault()).isEqualTo(Fault.resetAfter(1));
        assertThat(claim(Occasion.TRANSFER).fault()).isEqualTo(Fault.stallAfter(2));
        for (Occasion occasion : Occasion.values()) {
            assertThat(script.claim(occasion)).isNull();
        }
        assertThat(script.pending()).as("none has happened").hasSize(5);
    }

    @Test
    void what_does_not_happen_is_given_back_to_its_place() {
        script.next(Fault.resetAfter(1));
        script.next(Fault.resetAfter(2));
        try (FaultScript.Claim first = claim(Occasion.TRANSFER)) {
            assertThat(first.fault()).isEqualTo(Fault.resetAfter(1));
        }
        try (FaultScript.Claim again = claim(Occasion.TRANSFER)) {
            assertThat(again.fault()).isEqualTo(Fault.resetAfter(1));
            assertThat(again.carryOut("a test")).isTrue();
            assertThat(again.carryOut("a test")).as("twice").isFalse();
        }
        assertThat(script.pending()).containsExactly(Fault.resetAfter(2));
        assertThat(claim(Occasion.TRANSFER).fault()).isEqualTo(Fault.resetAfter(2));
    }

    @Test
    void equal_faults_are_not_the_same() {
        script.next(Fault.noDataPort());
        script.next(Fault.noDataPort());
        FaultScript.Claim first = claim(Occasion.PASV);
        FaultScript.Claim second = claim(Occasion.PASV);
        assertThat(second.carryOut("a test")).isTrue();
        assertThat(script.pending()).hasSize(1);
        assertThat(first.carryOut("a test")).isTrue();
        assertThat(script.pending()).isEmpty();
    }

    @Test
    void what_is_cleared_does_not_happen_even_if_it_was_claimed() {
        script.next(Fault.resetAfter(1));
        FaultScript.Claim claim = claim(Occasion.TRANSFER);
        script.clear();
        assertThat(claim.carryOut("a test")).isFalse();
        claim.close();
        assertThat(script.pending()).isEmpty();
        assertThat(script.claim(Occasion.TRANSFER)).isNull();
    }

    @Test
    void a_refusal_that_cannot_be_is_not_taken() {
        script.neverRefused("its port goes on listening");
        assertThatThrownBy(() -> script.next(Fault.refuseData()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its port goes on listening");
        script.next(Fault.noDataPort());
        assertThat(script.pending()).containsExactly(Fault.noDataPort());
    }

    @Test
    void each_fault_goes_to_one_of_those_who_come_at_once() throws Exception {
        int threads = 8;
        int faults = 500;
        ExecutorService sessions = Executors.newFixedThreadPool(threads);
        try {
            for (int i = 0; i < faults; i++) {
                script.next(Fault.stallAfter(i));
            }
            List<Callable<List<Fault>>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(this::carryOutAll);
            }
            List<Fault> happened = new ArrayList<>();
            for (Future<List<Fault>> one : sessions.invokeAll(all)) {
                happened.addAll(one.get());
            }
            assertThat(happened).hasSize(faults).doesNotHaveDuplicates();
            assertThat(script.pending()).isEmpty();
        } finally {
            sessions.shutdownNow();
        }
    }

    private List<Fault> carryOutAll() {
        List<Fault> happened = new ArrayList<>();
        for (FaultScript.Claim claim = script.claim(Occasion.TRANSFER);
                claim != null;
                claim = script.claim(Occasion.TRANSFER)) {
            assertThat(claim.carryOut("a test")).isTrue();
            happened.add(claim.fault());
        }
        return happened;
    }
}
