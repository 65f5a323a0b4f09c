package io.directord.director.command;

import java.lang.reflect.Proxy;

/**
 * Unix signals, by {@code sun.misc.Signal}: there is no other way to hear of SIGHUP. It is reached
 * by name because javac's warning about it cannot be suppressed.
 */
final class Signals {
  private Signals() {}

  /** Calls on a thread of its own each time the signal comes. */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object calling =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, arguments) -> {
                if (method.getDeclaringClass() != handler) {
                  return method.invoke(action, arguments); // hashCode, and what else all have
                }
                action.run();
                return null;
              });
      Object named = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, named, calling);
    } catch (ReflectiveOperationException broken) {
      throw new LinkageError("signal " + name, broken);
    }
  }
}
