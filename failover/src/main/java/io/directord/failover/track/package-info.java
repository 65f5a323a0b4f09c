/** May this node be Active, and how much does it want to be? */
@NullMarked
package io.directord.failover.track;

import org.jspecify.annotations.NullMarked;
