/** How is this host told to drop what goes to addresses that it holds for others only? */
@NullMarked
package io.directord.failover.filter;

import org.jspecify.annotations.NullMarked;
