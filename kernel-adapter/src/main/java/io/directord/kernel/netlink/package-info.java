/** How are messages put to the kernel and its answers read? */
@NullMarked
package io.directord.kernel.netlink;

import org.jspecify.annotations.NullMarked;
