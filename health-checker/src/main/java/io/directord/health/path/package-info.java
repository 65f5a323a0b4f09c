/** Does what is sent to a virtual address reach the service, by the way that it is forwarded? */
@NullMarked
package io.directord.health.path;

import org.jspecify.annotations.NullMarked;
