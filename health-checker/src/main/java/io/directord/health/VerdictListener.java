package io.directord.health;

/**
 * Hears each target's first verdict, every change of it and of what the server advises, and when a
 * target that is held down for its flapping comes and goes.
 */
@FunctionalInterface
public interface VerdictListener {

  /**
   * Called on the target's probe loop only, which stands still meanwhile: post it to a mailbox and
   * return.
   */
  void onVerdict(Verdict verdict);
}
