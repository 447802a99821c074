/** The endurance run: mixed clients, faults and restarts for as long as one likes, and a ledger at the end. */
@org.jspecify.annotations.NullMarked
package org.ephemeralftp.docker.soak;
