/** What does a program, or a file, of this node say of a server? */
@NullMarked
package io.directord.health.program;

import org.jspecify.annotations.NullMarked;
