/** How do we talk to Linux, and what did it refuse? */
@NullMarked
package io.directord.kernel;

import org.jspecify.annotations.NullMarked;
