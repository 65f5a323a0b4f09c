/** What does a program or a person outside see of the director, and how do they ask for changes? */
@NullMarked
package io.directord.director.admin;

import org.jspecify.annotations.NullMarked;
