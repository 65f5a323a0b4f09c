/** What does the other director of a pair say of itself, and can that be believed? */
@NullMarked
package io.directord.failover.peer;

import org.jspecify.annotations.NullMarked;
