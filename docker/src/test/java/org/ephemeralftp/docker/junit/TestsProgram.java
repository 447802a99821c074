package org.ephemeralftp.docker.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The program that runs the tests of a class, and prints what became of them and of the class. */
final class TestsProgram {
    private TestsProgram() {}

    public static void main(String[] arguments) {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(arguments[0]))
                .execute()
                .allEvents()
                .finished()
                .stream()
                .map(Event::getPayload)
                .forEach(result -> System.out.println(result.orElseThrow()));
    }
}
