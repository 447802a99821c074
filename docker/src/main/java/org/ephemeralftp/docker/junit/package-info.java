/** The firewall lab inside other people's tests: the JUnit Jupiter extension. */
@NullMarked
package org.ephemeralftp.docker.junit;

import org.jspecify.annotations.NullMarked;
