package io.directord.kernel.packet;

import static io.directord.kernel.libc.LibcSockets.SOL_IP;
import static io.directord.kernel.libc.LibcSockets.SOL_IPV6;

import io.directord.kernel.Errno;
import io.directord.kernel.Family;
import io.directord.kernel.KernelException;
import io.directord.kernel.libc.Libc;
import io.directord.kernel.libc.LibcSockets;
import io.directord.kernel.libc.NativeBytes;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * The options of a raw socket for advertisements: {@code ip(7)}, {@code ipv6(7)}, {@code raw(7)}.
 */
final class IpSocketSetup {
  private static final int HOPS_MAX = 255;
  private static final int CONTROL_CLASS = 0xC0; // DSCP CS6, network control
  private static final int PRIORITY_CONTROL = 7; // TC_PRIO_CONTROL, linux/pkt_sched.h
  private static final int CHECKSUM_AT = 6;
  private static final int PROTOCOL_VRRP = 112;

  private final IpSocket.Binding binding;
  private final int fd;

  private IpSocketSetup(IpSocket.Binding binding, int fd) {
    this.binding = binding;
    this.fd = fd;
  }

  /** Answers with the descriptor of a socket that is ready. */
  static int open(IpSocket.Binding binding) throws KernelException {
    int type = Libc.SOCK_RAW | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    int fd = Libc.socket(binding.family().number(), type, binding.protocol());
    IpSocketSetup setup = new IpSocketSetup(binding, fd);
    if (fd < 0) {
      throw setup.refused("socket", fd);
    }
    try {
      setup.device();
      setup.socket("SO_PRIORITY", LibcSockets.SO_PRIORITY, PRIORITY_CONTROL);
      setup.socket("SO_TIMESTAMPNS", LibcSockets.SO_TIMESTAMPNS, 1);
      if (binding.family() == Family.IPV4) {
        setup.ipv4();
      } else {
        setup.ipv6();
      }
      setup.bind();
    } catch (KernelException refused) {
      Libc.close(fd);
      throw refused;
    }
    return fd;
  }

  private void ipv4() throws KernelException {
    option("IP_HDRINCL", SOL_IP, LibcSockets.IP_HDRINCL, 1);
    option("IP_MULTICAST_ALL", SOL_IP, LibcSockets.IP_MULTICAST_ALL, 0);
    option("IP_MULTICAST_LOOP", SOL_IP, LibcSockets.IP_MULTICAST_LOOP, 0);
    option("IP_MULTICAST_TTL", SOL_IP, LibcSockets.IP_MULTICAST_TTL, HOPS_MAX);
    if (binding.local().isPresent()) {
      option("IP_FREEBIND", SOL_IP, LibcSockets.IP_FREEBIND, 1);
    }
    if (binding.linkIndex() != 0) {
      NativeBytes link = SocketAddresses.ipv4Membership(new byte[4], binding.linkIndex());
      option("IP_MULTICAST_IF", SOL_IP, LibcSockets.IP_MULTICAST_IF, link);
    }
    if (binding.group().isPresent()) {
      byte[] group = binding.group().get().getAddress();
      NativeBytes member = SocketAddresses.ipv4Membership(group, binding.linkIndex());
      option("IP_ADD_MEMBERSHIP", SOL_IP, LibcSockets.IP_ADD_MEMBERSHIP, member);
    }
  }

  private void ipv6() throws KernelException {
    if (binding.protocol() == PROTOCOL_VRRP) {
      option("IPV6_CHECKSUM", SOL_IPV6, LibcSockets.IPV6_CHECKSUM, CHECKSUM_AT);
    }
    option("IPV6_UNICAST_HOPS", SOL_IPV6, LibcSockets.IPV6_UNICAST_HOPS, HOPS_MAX);
    option("IPV6_MULTICAST_HOPS", SOL_IPV6, LibcSockets.IPV6_MULTICAST_HOPS, HOPS_MAX);
    option("IPV6_MULTICAST_LOOP", SOL_IPV6, LibcSockets.IPV6_MULTICAST_LOOP, 0);
    option("IPV6_TCLASS", SOL_IPV6, LibcSockets.IPV6_TCLASS, CONTROL_CLASS);
    option("IPV6_RECVPKTINFO", SOL_IPV6, LibcSockets.IPV6_RECVPKTINFO, 1);
    option("IPV6_RECVHOPLIMIT", SOL_IPV6, LibcSockets.IPV6_RECVHOPLIMIT, 1);
    // Since Linux 4.20; older ones hear other sockets' groups too, which the binding keeps away.
    Libc.setsockopt(fd, SOL_IPV6, LibcSockets.IPV6_MULTICAST_ALL, 0);
    if (binding.local().isPresent()) {
      option("IPV6_FREEBIND", SOL_IPV6, LibcSockets.IPV6_FREEBIND, 1);
    }
    if (binding.linkIndex() != 0) {
      option("IPV6_MULTICAST_IF", SOL_IPV6, LibcSockets.IPV6_MULTICAST_IF, binding.linkIndex());
    }
    if (binding.group().isPresent()) {
      byte[] group = binding.group().get().getAddress();
      NativeBytes member = SocketAddresses.ipv6AndLink(group, binding.linkIndex());
      option("IPV6_ADD_MEMBERSHIP", SOL_IPV6, LibcSockets.IPV6_ADD_MEMBERSHIP, member);
    }
  }

  /** By index, which no renaming moves to another link; by name before Linux 5.0. */
  private void device() throws KernelException {
    if (binding.linkIndex() == 0) {
      return;
    }
    int answer =
        Libc.setsockopt(fd, Libc.SOL_SOCKET, LibcSockets.SO_BINDTOIFINDEX, binding.linkIndex());
    if (answer < 0 && answer != -Errno.ENODEV.number()) {
      byte[] name = binding.linkName().getBytes(StandardCharsets.UTF_8);
      NativeBytes terminated = NativeBytes.of(name.length + 1);
      terminated.buffer().put(0, name);
      answer = LibcSockets.setsockopt(fd, Libc.SOL_SOCKET, LibcSockets.SO_BINDTODEVICE, terminated);
    }
    check("binding to the link", answer);
  }

  /** To the group: nothing else is heard then; the source of what is sent does not follow it. */
  private void bind() throws KernelException {
    InetAddress address = binding.group().or(binding::local).orElse(null);
    if (address != null) {
      check("bind", LibcSockets.bind(fd, SocketAddresses.of(address, binding.linkIndex())));
    }
  }

  private void socket(String name, int option, int value) throws KernelException {
    option(name, Libc.SOL_SOCKET, option, value);
  }

  private void option(String name, int level, int option, int value) throws KernelException {
    check(name, Libc.setsockopt(fd, level, option, value));
  }

  private void option(String name, int level, int option, NativeBytes value)
      throws KernelException {
    check(name, LibcSockets.setsockopt(fd, level, option, value));
  }

  private void check(String call, int answer) throws KernelException {
    if (answer < 0) {
      throw refused(call, answer);
    }
  }

  /** A link that is not there is found out by its first use, which IPv4 calls an address. */
  private KernelException refused(String call, int answer) {
    String subject =
        "socket of protocol " + binding.protocol() + " on " + binding.linkName() + ", " + call;
    boolean link = call.startsWith("IP_MULTICAST_IF") && answer == -Errno.EADDRNOTAVAIL.number();
    return Denials.of(subject, link ? Errno.ENODEV.number() : -answer);
  }
}
