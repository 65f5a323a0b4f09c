package io.directord.director.config;

/** What happens in the kernel to a real server whose checks fail. */
public enum WhenDown {
  /** Weight 0: established connections may finish. */
  QUIESCE,
  /** Taken out: also clients bound to it by persistence move on. */
  REMOVE
}
