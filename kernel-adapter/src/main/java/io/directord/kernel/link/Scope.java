package io.directord.kernel.link;

/** How far an address is good for ({@code linux/rtnetlink.h}, enum rt_scope_t). */
public enum Scope {
  GLOBAL(0),
  SITE(200),
  LINK(253),
  HOST(254),
  NOWHERE(255);

  private final int number;

  Scope(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The smallest scope that holds what the administrator's own number says. */
  static Scope of(int number) {
    for (Scope scope : values()) {
      if (number <= scope.number) {
        return scope;
      }
    }
    return NOWHERE;
  }
}
