package io.directord.failover.arp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.directord.failover.arp.Watched.Pairing;
import io.directord.kernel.KernelException;
import io.directord.kernel.link.NetlinkLinks;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A director, which this host is, and a real server in a network namespace, by a cable. */
final class ArpWatchIT {
  private static final String NAMESPACE = "arp-watch-it";
  private static final String LINK = "arpit0";
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final InetAddress SERVER = InetAddress.ofLiteral("198.18.9.21");
  private static final InetAddress SERVER6 = InetAddress.ofLiteral("fd5a:9::21");
  private static final InetAddress VIP = InetAddress.ofLiteral("198.18.9.10");
  private static final InetAddress VIP6 = InetAddress.ofLiteral("fd5a:9::10");

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ConcurrentLinkedQueue<ArpEvent> events = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ownerAsked = new AtomicInteger();
  private long began = System.nanoTime();

  @BeforeEach
  void connect() {
    assumeTrue(Files.isWritable(Path.of("/run")), "needs root");
    assumeTrue(Files.exists(Path.of("/usr/sbin/ip")) || Files.exists(Path.of("/sbin/ip")), "ip");
    unplug();
    run("ip netns add " + NAMESPACE);
    run("ip link add " + LINK + " type veth peer name eth0 netns " + NAMESPACE);
    run("ip address add 198.18.9.2/24 dev " + LINK);
    run("ip address add fd5a:9::2/64 dev " + LINK + " nodad");
    run("ip link set " + LINK + " up");
    inside("ip link set lo up");
    inside("ip address add 198.18.9.21/24 dev eth0");
    inside("ip address add fd5a:9::21/64 dev eth0 nodad");
    inside("ip link set eth0 up");
    inside("ip address add 198.18.9.10/32 dev lo");
    inside("ip address add fd5a:9::10/128 dev lo");
    sysctl("arp_ignore", 1);
    sysctl("arp_announce", 2);
  }

  private static void unplug() {
    if (Files.exists(Path.of("/run/netns", NAMESPACE))) {
      run("ip link delete " + LINK);
      run("ip netns delete " + NAMESPACE);
    }
  }

  @AfterEach
  void disconnect() {
    unplug();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    assertEquals(List.of(), List.copyOf(bugs));
  }

  @Test
  void aServerThatAnswersIsFoundAndIsWellAgainOnceItIsSilent() throws KernelException {
    sysctl("arp_ignore", 0);
    try (ArpWatch watch = watch(false, SERVER, VIP)) {
      until(5, "told", () -> !events.isEmpty());
      ArpEvent.Began began = (ArpEvent.Began) events.remove();
      assertEquals(Set.of(Sign.ANSWERS), began.finding().signs());
      assertEquals(mac(), began.finding().mac().text());
      assertEquals(List.of("web/rs1"), began.finding().watched().names());
      assertEquals(1, watch.view().problems().size());
      sysctl("arp_ignore", 1);
      until(15, "over", () -> !events.isEmpty());
      assertEquals("silent", ((ArpEvent.Ended) events.remove()).because());
      until(15, "quiet", () -> watch.view().problems().isEmpty());
    }
  }

  @Test
  void aServerWithTheRightSettingsIsAskedAndSilent() throws KernelException {
    try (ArpWatch watch = watch(false, SERVER, VIP)) {
      until(20, "asked", () -> watch.view().questions().sum() >= 4);
      assertEquals(List.of(), List.copyOf(events));
      assertEquals(0, watch.view().claims().sum());
    }
  }

  @Test
  void aServerThatAsksInTheNameOfTheAddressIsHeard() throws KernelException {
    sysctl("arp_announce", 0);
    try (ArpWatch watch = watch(false, SERVER, VIP)) {
      until(10, "asked", () -> watch.view().questions().sum() >= 1);
      assertEquals(List.of(), List.copyOf(events));
      sendFrom("198.18.9.10", "198.18.9.99");
      until(5, "told", () -> !events.isEmpty());
      assertEquals(Set.of(Sign.ASKS), ((ArpEvent.Began) events.remove()).finding().signs());
    }
  }

  @Test
  void forIpv6TheLoopbackIsSilentAndAnotherInterfaceIsNot() throws KernelException {
    try (ArpWatch watch = watch(false, SERVER6, VIP6)) {
      until(20, "asked", () -> watch.view().questions().sum() >= 3);
      assertEquals(List.of(), List.copyOf(events));
      inside("ip address add fd5a:9::10/128 dev eth0 nodad");
      until(5, "told", () -> !events.isEmpty());
      Finding finding = ((ArpEvent.Began) events.remove()).finding();
      assertTrue(finding.signs().contains(Sign.ANSWERS), finding.toString());
      inside("ip address del fd5a:9::10/128 dev eth0");
      until(15, "over", () -> !events.isEmpty());
    }
  }

  @Test
  void whoOnlyListensAsksNobodyAndHearsWhatIsSaid() throws KernelException {
    sysctl("arp_ignore", 0);
    sysctl("arp_announce", 0);
    run("bash -c 'echo > /dev/udp/198.18.9.21/9'"); // the kernel learns where it is
    inside("ip neigh flush dev eth0");
    try (ArpWatch watch = watch(true, SERVER, VIP)) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
      assertEquals(0, watch.view().questions().sum());
      assertEquals(List.of(), List.copyOf(events));
      assertEquals("", inside("ip neigh show 198.18.9.2"), "who was asked knows who asked");
      sendFrom("198.18.9.10", "198.18.9.99");
      until(5, "told", () -> !events.isEmpty());
    }
  }

  @Test
  void theActiveDirectorAnswersRightlyThoughItIsAServerToo() throws KernelException {
    sysctl("arp_ignore", 0);
    try (ArpWatch watch = watch(false, SERVER, VIP, new Owner.Director(SERVER), List.of(SERVER))) {
      until(10, "claimed", () -> !events.isEmpty() || askedTwice());
      assertEquals(List.of(), List.copyOf(events));
      assertEquals(0, watch.view().claims().sum());
    }
  }

  @Test
  void aSuccessorIsHeardBeforeItIsKnownToBeOne() throws KernelException {
    sysctl("arp_ignore", 0);
    // The turn and its first answer still find this node Active, and all that follows does not.
    try (ArpWatch watch = watch(false, SERVER, VIP, new Owner.Here(), List.of(SERVER))) {
      until(10, "judged again", () -> ownerAsked.get() >= 3);
      until(10, "asked again", this::askedTwice);
      assertEquals(List.of(), List.copyOf(events));
      assertEquals(1, watch.view().questions().sum());
    }
  }

  @Test
  void onAnActiveDirectorAServerIsFoundAllTheSame() throws KernelException {
    sysctl("arp_ignore", 0);
    try (ArpWatch watch = watch(false, SERVER, VIP, new Owner.Here(), List.of())) {
      until(5, "told", () -> !events.isEmpty());
      assertEquals(1, watch.view().problems().size());
    }
  }

  private boolean askedTwice() {
    return System.nanoTime() - began > 2 * INTERVAL.toNanos() + TimeUnit.SECONDS.toNanos(1);
  }

  private ArpWatch watch(boolean passive, InetAddress server, InetAddress virtual)
      throws KernelException {
    return watch(passive, server, virtual, new Owner.Fixed(), List.of());
  }

  private ArpWatch watch(
      boolean passive,
      InetAddress server,
      InetAddress virtual,
      Owner owner,
      List<InetAddress> directors)
      throws KernelException {
    IoEventLoop loop = group.next();
    ArpWatch watch =
        new ArpWatch(
            loop,
            NetlinkLinks.open(loop),
            new ArpWatch.World() {
              @Override
              public Owner owner(InetAddress address) {
                boolean over = ownerAsked.incrementAndGet() > 2 && !directors.isEmpty();
                return over ? new Owner.Director(SERVER) : owner;
              }

              @Override
              public Collection<InetAddress> directors() {
                return owner instanceof Owner.Here && ownerAsked.get() < 2 ? List.of() : directors;
              }

              @Override
              public void onEvent(ArpEvent event) {
                events.add(event);
              }

              @Override
              public void onBug(Throwable bug) {
                bugs.add(bug);
              }
            },
            InstantSource.system(),
            passive);
    watch.start();
    watch.update(List.of(new Watched(new Pairing(virtual, server), List.of("web/rs1"))), INTERVAL);
    began = System.nanoTime();
    return watch;
  }

  private static void sysctl(String name, int value) {
    inside("sysctl -qw net.ipv4.conf.all." + name + "=" + value);
  }

  private static void sendFrom(String source, String to) {
    inside(
        "python3 -c \"import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
            + " s.bind(('"
            + source
            + "', 0)); s.sendto(b'x', ('"
            + to
            + "', 9))\"");
  }

  private static String mac() {
    return inside("cat /sys/class/net/eth0/address").strip();
  }

  private static String inside(String command) {
    return run("ip netns exec " + NAMESPACE + " " + command);
  }

  private static String run(String command) {
    try {
      Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), command + ": " + said);
      return said;
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(command, failed);
    }
  }

  private static void until(int seconds, String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        fail("not within " + seconds + " s: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
