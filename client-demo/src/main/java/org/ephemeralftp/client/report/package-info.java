/** How reports are printed: for people and for programs. */
@NullMarked
package org.ephemeralftp.client.report;

import org.jspecify.annotations.NullMarked;
