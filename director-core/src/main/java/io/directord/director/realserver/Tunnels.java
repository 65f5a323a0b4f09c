package io.directord.director.realserver;

import io.directord.director.realserver.Step.Look;
import io.directord.director.realserver.Step.Toggle;
import java.util.List;

/** What unwraps the packets of a tunnel. Pure. */
final class Tunnels {
  private Tunnels() {}

  /**
   * A kernel module.
   *
   * @param device which it brings; {@code -} for one of foo-over-UDP, which brings none
   */
  record Module(String name, String device) implements Toggle {
    static final String NO_DEVICE = "-";

    @Override
    public String key() {
      return "module " + name + " " + device;
    }

    @Override
    public String text() {
      return "kernel module " + name;
    }

    @Override
    public String why() {
      return device.equals(NO_DEVICE) ? "unwraps UDP" : "brings the device " + device;
    }

    @Override
    public Look look() {
      return Look.at(device.equals(NO_DEVICE) ? "ip fou show" : "ip link show dev " + device);
    }

    @Override
    public List<Command> make() {
      return List.of(Command.of("modprobe " + name));
    }

    /** Without the module, other tunnels of its kind would be gone as well. */
    @Override
    public List<Command> undo() {
      return List.of();
    }
  }

  /** Up: it takes packets. */
  record LinkUp(String device) implements Toggle {
    @Override
    public String key() {
      return "up " + device;
    }

    @Override
    public String text() {
      return "device " + device + " up";
    }

    @Override
    public String why() {
      return "packets of any director are unwrapped";
    }

    @Override
    public Look look() {
      return Look.at("ip -o link show dev " + device + " up", "mtu");
    }

    @Override
    public List<Command> make() {
      return List.of(Command.of("ip link set dev " + device + " up"));
    }

    @Override
    public List<Command> undo() {
      return List.of(Command.of("ip link set dev " + device + " down"));
    }
  }

  /**
   * A device for this address of the host: those of the IPv6 modules take nothing by themselves,
   * and that of GRE takes no checksums.
   */
  record Device(String type, String device, String local, String sum) implements Toggle {
    static final String CHECKSUM = "icsum";
    static final String PLAIN = "plain";

    @Override
    public String key() {
      return "device " + type + " " + device + " " + local + " " + sum;
    }

    @Override
    public String text() {
      return "device "
          + device
          + " of "
          + type
          + " to "
          + local
          + (sum.equals(PLAIN) ? "" : ", with checksums");
    }

    @Override
    public String why() {
      return "the module's own device would drop the packets";
    }

    @Override
    public Look look() {
      String command = "ip -d link show dev " + device;
      return sum.equals(PLAIN) ? Look.at(command, local) : Look.at(command, local, sum);
    }

    @Override
    public Look there() {
      return Look.at("ip link show dev " + device);
    }

    @Override
    public List<Command> make() {
      String remote = type.equals("gre") ? " remote any" : " remote ::";
      String more = type.equals("ip6tnl") ? " mode any" : "";
      return List.of(
          Command.of(
              "ip link add "
                  + device
                  + " type "
                  + type
                  + more
                  + " local "
                  + local
                  + remote
                  + (sum.equals(PLAIN) ? "" : " " + sum)));
    }

    @Override
    public List<Command> undo() {
      return List.of(Command.of("ip link del dev " + device));
    }
  }

  /** A port whose datagrams are packets in GUE. */
  record Receiver(boolean six, int port) implements Toggle {
    @Override
    public String key() {
      return "fou " + (six ? "6" : "4") + " " + port;
    }

    private String ip() {
      return six ? "ip -6 fou " : "ip fou ";
    }

    @Override
    public String text() {
      return "GUE on UDP port " + port + (six ? " (IPv6)" : "");
    }

    @Override
    public String why() {
      return "the director's datagrams are unwrapped";
    }

    @Override
    public Look look() {
      return Look.at(ip() + "show", "port " + port + " gue");
    }

    @Override
    public List<Command> make() {
      return List.of(Command.of(ip() + "add port " + port + " gue"));
    }

    @Override
    public List<Command> undo() {
      return List.of(Command.of(ip() + "del port " + port));
    }
  }
}
