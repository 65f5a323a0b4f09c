/** Which node holds the floating addresses? */
@NullMarked
package io.directord.failover;

import org.jspecify.annotations.NullMarked;
