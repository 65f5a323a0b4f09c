package io.directord.health;

import io.netty.channel.EventLoop;

/**
 * Asks one target one question, again and again. Holds neither clock nor timer: how long it took
 * and when it is too late is measured by whoever started it.
 */
public interface Probe {

  /**
   * Asks once. Called on the target's probe loop only; the report is made there too, possibly
   * before this method returns.
   */
  Attempt start(EventLoop loop, Report report);

  /** What asking takes of its loop, roughly, in connections that are only made and reset. */
  default int cost() {
    return 5;
  }

  /** One probe in flight. Called on the probe loop only. */
  interface Attempt {

    /** What is being waited for: the evidence if the deadline passes now. */
    String stage();

    /**
     * Whether what is being waited for is work of our own: then a deadline that passes says nothing
     * about the server.
     */
    default boolean waitsForUs() {
      return false;
    }

    /**
     * Ends it and frees what it holds; nothing is reported afterwards. Harmless when it is over.
     */
    void cancel();
  }

  /** Where an attempt says how it ended: once, and after it has freed what it held. */
  interface Report {

    /** Such as {@code HTTP 200}; the time it took is added. */
    default void success(String what) {
      success(what, Advice.NONE);
    }

    /** With what the server says of itself besides. */
    void success(String what, Advice advice);

    void failure(FailureKind kind, String evidence);

    /** Our own mistake. The verdict stays as it was, and the owner of the process is told. */
    void bug(Throwable cause);
  }

  /** Knows the probe for every kind of check. */
  interface Kinds {
    Probe probe(Endpoint endpoint, Check.Probed check);
  }
}
