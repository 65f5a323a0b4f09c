/** What did the operator ask for, and where is what they wrote wrong? */
@NullMarked
package io.directord.director.config;

import org.jspecify.annotations.NullMarked;
