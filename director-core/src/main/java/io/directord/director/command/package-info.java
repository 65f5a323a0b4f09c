/** What does the user type? */
@NullMarked
package io.directord.director.command;

import org.jspecify.annotations.NullMarked;
