package io.directord.kernel.ipvs;

/** How packets reach a real server. */
public sealed interface Forwarding {

  /** The name in configuration and status. */
  String text();

  /** Rewrites the destination, and the source of the replies (NAT). */
  record Masquerade() implements Forwarding {
    @Override
    public String text() {
      return "masquerade";
    }
  }

  /**
   * Delivers to this host itself. The kernel decides that for each packet by its route, so any
   * other kind does so too when the server's address is this host's own; it never turns them into
   * this one.
   */
  record Local() implements Forwarding {
    @Override
    public String text() {
      return "local";
    }
  }

  /** Rewrites the Ethernet destination only; the server must own the service's address. */
  record Direct() implements Forwarding {
    @Override
    public String text() {
      return "direct";
    }
  }

  /** Wraps the packet. */
  record Tunnel(Encapsulation encapsulation) implements Forwarding {
    @Override
    public String text() {
      return "tunnel";
    }
  }

  /** The wrapper of a tunnel. */
  sealed interface Encapsulation {
    /** The options that {@code ipvsadm} takes, from a blank on; empty for IP in IP. */
    String ipvsadm();
  }

  /** IP in IP, RFC 2003. */
  record Ipip() implements Encapsulation {
    @Override
    public String ipvsadm() {
      return "";
    }
  }

  /** Generic routing encapsulation, RFC 2784; remote checksum offload is not for it. */
  record Gre(TunnelChecksum checksum) implements Encapsulation {
    public Gre {
      if (checksum == TunnelChecksum.REMOTE) {
        throw new IllegalArgumentException("gre has no remote checksum; use none or full");
      }
    }

    @Override
    public String ipvsadm() {
      return " --tun-type gre " + checksum.ipvsadm();
    }
  }

  /** Generic UDP encapsulation to this port of the server. */
  record Gue(int port, TunnelChecksum checksum) implements Encapsulation {
    public Gue {
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("tunnel port must be 1..65535, found " + port);
      }
    }

    @Override
    public String ipvsadm() {
      return " --tun-type gue --tun-port " + port + " " + checksum.ipvsadm();
    }
  }

  /** {@code IP_VS_TUNNEL_ENCAP_FLAG_*}, {@code linux/ip_vs.h}. */
  enum TunnelChecksum {
    NONE(0),
    FULL(1),
    REMOTE(2);

    private final int flag;

    TunnelChecksum(int flag) {
      this.flag = flag;
    }

    public int flag() {
      return flag;
    }

    public String ipvsadm() {
      return switch (this) {
        case NONE -> "--tun-nocsum";
        case FULL -> "--tun-csum";
        case REMOTE -> "--tun-remcsum";
      };
    }
  }

  Forwarding MASQUERADE = new Masquerade();
  Forwarding LOCAL = new Local();
  Forwarding DIRECT = new Direct();
  Forwarding IPIP_TUNNEL = new Tunnel(new Ipip());
}
