package io.directord.health;

import java.util.function.UnaryOperator;

/** What a probe asks of a target. Equal checks of equal endpoints share one probe. */
public sealed interface Check {

  /** The word in configuration and status: {@code tcp}, {@code http}, {@code on}, {@code off}. */
  String type();

  /** Something is asked, in contrast to {@link Fixed}. Each kind is a record of its settings. */
  non-sealed interface Probed extends Check {

    /** Made once for a target; throws nothing: settings that cannot work are refused before. */
    Probe probe(Endpoint endpoint);

    /** The same with other passwords in place of those that it shows to servers. */
    default Probed withPasswords(UnaryOperator<Password> others) {
      return this;
    }

    /** Whether it asks at a port. */
    default boolean needsPort() {
      return true;
    }

    /** Whether its protocol has a word after which encryption begins. */
    default boolean knowsStartTls() {
      return false;
    }
  }

  /** Up, or down, by the operator's word; nothing is sent. */
  record Fixed(boolean up) implements Check {
    @Override
    public String type() {
      return up ? "on" : "off";
    }
  }
}
