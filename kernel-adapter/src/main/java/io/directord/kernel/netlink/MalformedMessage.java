package io.directord.kernel.netlink;

/** Bytes that are not the message they should be; caught where a message begins. */
public final class MalformedMessage extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedMessage(String what) {
    super(what, null, false, false);
  }
}
