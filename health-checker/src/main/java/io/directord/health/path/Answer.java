package io.directord.health.path;

/** What came back to one SYN. */
sealed interface Answer {
  Answer SILENCE = new Silence();

  record Silence() implements Answer {}

  /** SYN-ACK to this node. */
  record Accepted(Mac from) implements Answer {}

  /** RST to this node. */
  record Refused(Mac from) implements Answer {}

  /** An answer that is on its way to another host. */
  record Astray(Mac to) implements Answer {}

  /** ICMP. */
  record Complained(Heard.Complaint what) implements Answer {}
}
