/** The server inside other people's tests: the JUnit Jupiter extension, and the same without JUnit. */
@NullMarked
package org.ephemeralftp.server.junit;

import org.jspecify.annotations.NullMarked;
