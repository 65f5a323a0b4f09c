/** What does the kernel's IPVS table hold, and how is it changed? */
@NullMarked
package io.directord.kernel.ipvs;

import org.jspecify.annotations.NullMarked;
