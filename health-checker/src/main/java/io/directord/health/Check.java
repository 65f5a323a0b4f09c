package io.directord.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** Where a password stands that has not been read: until it is, nobody can be asked. */
    default Optional<String> unread() {
      List<String> places = new ArrayList<>();
      withPasswords(password -> {
        if (password instanceof Password.Unread(var place)) {
          places.add(place);
        }
        return password;
      });
      return places.stream().findFirst();
    }

    /** Whether it asks at a port. */
    default boolean needsPort() {
      return true;
    }

    /** Whether its protocol has a word after which encryption begins. */
    default boolean knowsStartTls() {
      return false;
    }

    /** For how long it waits in any case: its timeout must be longer. */
    default Duration patience() {
      return Duration.ZERO;
    }
  }

  /** Something of this node itself is asked: a program or a file. */
  interface OnThisNode extends Probed {

    Probe probe(Endpoint endpoint, ThisNode node);

    /** By whoever knows no more than the endpoint. */
    @Override
    default Probe probe(Endpoint endpoint) {
      return probe(endpoint, ThisNode.plain());
    }

    @Override
    default boolean needsPort() {
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
