package io.directord.health;

/** Hears each target's first verdict, every change of it, and of what the server advises. */
@FunctionalInterface
public interface VerdictListener {

  /**
   * Called on the target's probe loop only, which stands still meanwhile: post it to a mailbox and
   * return.
   */
  void onVerdict(Verdict verdict);
}
