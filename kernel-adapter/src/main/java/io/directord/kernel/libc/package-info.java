/** Which system calls do we make? */
@NullMarked
package io.directord.kernel.libc;

import org.jspecify.annotations.NullMarked;
