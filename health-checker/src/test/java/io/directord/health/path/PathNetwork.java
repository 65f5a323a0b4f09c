package io.directord.health.path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.health.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Real servers in network namespaces, on one switch with this host, which has 198.19.77.1 and
 * fd5a:1977::1 there. The virtual addresses are 198.19.77.50 and fd5a:1977::50. Each server accepts
 * at port 8080 of every address, and at 8081 of its own ones only.
 */
final class PathNetwork implements AutoCloseable {
  static final String VIRTUAL = "198.19.77.50";
  static final String VIRTUAL_IPV6 = "fd5a:1977::50";
  static final int PORT = 8080;
  static final int OWN_PORT = 8081;

  private static final String ID = Long.toString(ProcessHandle.current().pid() % 100_000);
  private static final String SWITCH = "path-switch-" + ID;
  private static final String LISTEN =
      """
      import socket, sys, time
      held = []
      for host, port in [("::", 8080)] + [(a, 8081) for a in sys.argv[1:]]:
          s = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
          s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
          if host == "::": s.setsockopt(41, 26, 0)
          s.bind((host, port)); s.listen(16); held.append(s)
      print("listening", flush=True)
      time.sleep(600)
      """;

  private final Path directory;
  private final List<String> namespaces = new ArrayList<>();
  private final List<Program> servers = new ArrayList<>();

  PathNetwork(Path directory) {
    this.directory = directory;
    Program.require("ip", "iproute2");
    Program.require("nft", "nftables");
    Program.require("python3", "python3");
    assumeTrue(
        System.getProperty("user.name").equals("root"), "only root makes network namespaces");
  }

  void build() {
    add(SWITCH);
    inside("switch", "ip link add name lan type bridge");
    inside("switch", "ip link set lan up");
    plug("", link());
    ip("address add 198.19.77.1/24 dev " + link());
    ip("address add fd5a:1977::1/64 dev " + link() + " nodad");
  }

  /** This host's end of the cable. */
  static String link() {
    return "dpath" + ID;
  }

  /**
   * A server with the number in its last octet; its answers to ARP are for its own address only.
   */
  void server(String name, int number) {
    host(name, number);
    listen(name, "198.19.77." + number, "fd5a:1977::" + number);
  }

  void host(String name, int number) {
    add(namespace(name));
    plug(name, "eth0");
    inside(name, "sysctl -qw net.ipv4.conf.all.arp_ignore=1");
    inside(name, "sysctl -qw net.ipv4.conf.all.arp_announce=2");
    inside(name, "ip link set lo up");
    inside(name, "ip address add 198.19.77." + number + "/24 dev eth0");
    inside(name, "ip address add fd5a:1977::" + number + "/64 dev eth0 nodad");
  }

  void listen(String name, String... own) {
    List<String> command =
        new ArrayList<>(
            List.of("ip", "netns", "exec", namespace(name), "/usr/bin/python3", "-c", LISTEN));
    command.addAll(List.of(own));
    int before = servers.size();
    servers.add(Program.start(directory, command.toArray(new String[0])));
    servers.getLast().await(name + " listens", () -> printed("listening") > before);
  }

  void inside(String name, String command) {
    Program.run(directory, "sh", "-c", "ip netns exec " + namespace(name) + " " + command);
  }

  void ip(String arguments) {
    Program.run(directory, "sh", "-c", "ip " + arguments);
  }

  /** Lines of what the command prints. */
  List<String> lines(String name, String command) {
    Path out = directory.resolve("out");
    inside(name, command + " > " + out);
    try {
      return Files.readAllLines(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String macOf(String name) {
    return lines(name, "cat /sys/class/net/eth0/address").getFirst();
  }

  /** Half-open connections on a server. */
  List<String> halfOpen(String name) {
    return lines(name, "ss -Htn state syn-recv");
  }

  static InetSocketAddress at(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  private void add(String namespace) {
    ip("netns add " + namespace);
    namespaces.add(namespace);
  }

  /** A cable to the switch; the empty name is this host. */
  private void plug(String name, String link) {
    String port = "p" + namespaces.size();
    String target = name.isEmpty() ? "" : " netns " + namespace(name);
    inside("switch", "ip link add " + port + " type veth peer name x" + port);
    inside("switch", "ip link set " + port + " master lan up");
    inside(
        "switch",
        "ip link set x"
            + port
            + " name "
            + link
            + (name.isEmpty() ? " netns " + ProcessHandle.current().pid() : target));
    if (name.isEmpty()) {
      ip("link set " + link + " up");
    } else {
      inside(name, "ip link set " + link + " up");
    }
  }

  private long printed(String word) {
    return servers.isEmpty() ? 0 : servers.getLast().printed().lines().filter(word::equals).count();
  }

  private static String namespace(String name) {
    return "path-" + name + "-" + ID;
  }

  @Override
  public void close() {
    servers.forEach(Program::close);
    for (String namespace : namespaces) {
      if (Files.exists(Path.of("/run/netns", namespace))) {
        ip("netns delete " + namespace);
      }
    }
  }
}
