package org.ephemeralftp.server.lease;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An unordered bag of ports with O(1) adding, removing and drawing. A slot lies in at most one bag and knows its place
 * there. Not thread-safe.
 */
final class PortBag {
    private @Nullable PortSlot[] slots = new PortSlot[16];
    private int size;

    int size() {
        return size;
    }

    void add(PortSlot slot) {
        if (size == slots.length) {
            slots = java.util.Arrays.copyOf(slots, size * 2);
        }
        slot.bag = this;
        put(size++, slot);
    }

    void remove(PortSlot slot) {
        put(slot.place, get(--size));
        slots[size] = null;
        slot.bag = null;
    }

    /** One port of this bag, each as likely as any other; null if the bag is empty. */
    @Nullable
    PortSlot draw(PortDraw draw) {
        return size == 0 ? null : get(draw.below(size));
    }

    /**
     * One port that passes the test, each as likely as any other; null if none was found in {@code tries} draws. No
     * port is drawn twice, so that the answer is exact when the bag holds no more than {@code tries} ports.
     */
    @Nullable
    PortSlot draw(PortDraw draw, Predicate<PortSlot> test, int tries) {
        int undrawn = size;
        for (int i = 0; i < tries && undrawn > 0; i++) {
            int place = draw.below(undrawn);
            PortSlot slot = get(place);
            if (test.test(slot)) {
                return slot;
            }
            undrawn--;
            put(place, get(undrawn));
            put(undrawn, slot);
        }
        return null;
    }

    private PortSlot get(int place) {
        PortSlot slot = slots[place];
        if (slot == null) {
            throw new IllegalStateException("no port at place " + place + " of " + size);
        }
        return slot;
    }

    private void put(int place, PortSlot slot) {
        slots[place] = slot;
        slot.place = place;
    }
}
