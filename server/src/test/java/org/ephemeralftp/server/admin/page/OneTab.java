package org.ephemeralftp.server.admin.page;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A tab of a Chromium for the tests of a class, which are skipped where there is none. */
final class OneTab implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Chromium chromium;
    private @Nullable Tab tab;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Assumptions.assumeTrue(
                Chromium.program().isPresent(), "chromium is not installed (on Debian: apt-get install chromium)");
        chromium = Chromium.start();
        tab = chromium.tab();
    }

    Tab get() {
        if (tab == null) {
            throw new IllegalStateException("There is a tab only while tests run");
        }
        return tab;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try {
            if (tab != null) {
                tab.close();
            }
        } finally {
            if (chromium != null) {
                chromium.close();
            }
        }
    }
}
