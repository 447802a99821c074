/** Which of the two connections fails, where, and why: a matrix of cells, its phases, and a diagnosis. */
@NullMarked
package org.ephemeralftp.client.probe;

import org.jspecify.annotations.NullMarked;
