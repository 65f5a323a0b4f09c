/** Does this database, cache, directory or broker take a login, and answer what it is asked? */
@NullMarked
package io.directord.health.database;

import org.jspecify.annotations.NullMarked;
