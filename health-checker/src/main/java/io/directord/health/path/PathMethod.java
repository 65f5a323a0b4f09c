package io.directord.health.path;

/** How packets for a virtual address get to a real server. */
public sealed interface PathMethod {
  PathMethod DIRECT = new Direct();
  PathMethod MASQUERADE = new Masquerade();

  /** Unchanged, in a frame to the server, which has the virtual address as well. */
  record Direct() implements PathMethod {}

  /** To the server's own address; its answers must come back through the director. */
  record Masquerade() implements PathMethod {}

  /** Unchanged, within another packet. */
  record Tunnel(Wrapper wrapper) implements PathMethod {}

  /** What is around a packet in a tunnel. */
  sealed interface Wrapper {
    /** Number of the outer packet's protocol. */
    int protocol();

    /** Behind the outer IP header, in front of the inner one. */
    int bytes();
  }

  /** RFC 2003. */
  record Ipip() implements Wrapper {
    @Override
    public int protocol() {
      return 4;
    }

    @Override
    public int bytes() {
      return 0;
    }
  }

  /** RFC 2784. */
  record Gre(boolean checksum) implements Wrapper {
    @Override
    public int protocol() {
      return 47;
    }

    @Override
    public int bytes() {
      return checksum ? 8 : 4;
    }
  }

  /** Generic UDP encapsulation, as {@code net/ipv4/fou_core.c} has it, to a port of the server. */
  record Gue(int port, boolean checksum) implements Wrapper {
    @Override
    public int protocol() {
      return 17;
    }

    @Override
    public int bytes() {
      return 12;
    }
  }
}
