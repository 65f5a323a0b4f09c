package io.directord.failover.track;

import java.net.InetAddress;
import java.util.List;

/**
 * Something a virtual router watches. A negative weight is added to its priority while it fails, a
 * positive one while it passes; with weight 0 the router takes no part while it fails.
 */
public sealed interface Track {
  int weight();

  /**
   * The same thing without its weight: routers that watch it with other weights share the looks.
   */
  Track watched();

  /** What is watched, in the words of the configuration: {@code interface eth1}. */
  String name();

  /** The interface is up and has a carrier; a change counts after a while without another. */
  record Interface(String device, int weight, long upDelayNanos, long downDelayNanos)
      implements Track {
    @Override
    public Track watched() {
      return new Interface(device, 0, upDelayNanos, downDelayNanos);
    }

    @Override
    public String name() {
      return "interface " + device;
    }
  }

  /** The program ends with exit status 0. */
  record Script(List<String> command, Pace pace, int weight) implements Track {
    public Script {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new IllegalArgumentException("a command has at least a program");
      }
    }

    @Override
    public Track watched() {
      return new Script(command, pace, 0);
    }

    @Override
    public String name() {
      return "script " + command.getFirst();
    }
  }

  /** The file holds the number 0; another one is multiplied by the weight. */
  record File(String path, Pace pace, int weight) implements Track {
    @Override
    public Track watched() {
      return new File(path, pace, 0);
    }

    @Override
    public String name() {
      return "file " + path;
    }
  }

  /** A process of this name runs. */
  record RunningProcess(String process, Pace pace, int weight) implements Track {
    @Override
    public Track watched() {
      return new RunningProcess(process, pace, 0);
    }

    @Override
    public String name() {
      return "process " + process;
    }
  }

  /** The virtual service of this name has its quorum: whoever runs the trackers knows. */
  record Service(String service, int weight) implements Track {
    @Override
    public Track watched() {
      return new Service(service, 0);
    }

    @Override
    public String name() {
      return "service " + service;
    }
  }

  /** The address answers. */
  record Gateway(InetAddress address, Pace pace, int weight) implements Track {
    @Override
    public Track watched() {
      return new Gateway(address, pace, 0);
    }

    @Override
    public String name() {
      return "gateway " + address.getHostAddress();
    }
  }

  /**
   * When a thing is looked at.
   *
   * @param timeoutNanos of one look, at most the interval
   * @param rise passing looks in a row that end a failure
   * @param fall failing looks in a row that begin one
   */
  record Pace(long intervalNanos, long timeoutNanos, int rise, int fall) {
    public Pace {
      if (intervalNanos < 1 || timeoutNanos < 1 || timeoutNanos > intervalNanos) {
        throw new IllegalArgumentException(
            "timeout must be 1ns..interval, found " + timeoutNanos + " and " + intervalNanos);
      }
      if (rise < 1 || fall < 1) {
        throw new IllegalArgumentException("rise and fall must be at least 1");
      }
    }
  }
}
