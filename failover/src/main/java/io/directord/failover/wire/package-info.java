/** How does an advertisement look on the wire, and is a received one to be believed? */
@NullMarked
package io.directord.failover.wire;

import org.jspecify.annotations.NullMarked;
