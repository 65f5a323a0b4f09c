package io.directord.kernel.ipvs;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.directord.kernel.Capture;
import io.directord.kernel.Family;
import io.directord.kernel.Stages;
import io.directord.kernel.netlink.MessageWriter;
import io.directord.kernel.netlink.ScriptedKernel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the kernel answered ipvsadm, as values. */
final class CapturedAnswersTest {
  private static final int FAMILY = 0x1c;
  private static final Counters COUNTERS = new Counters(6, 32, 21, 6712, 16140, 1, 3, 2, 629, 1513);

  private final Capture answers = Capture.read(CapturedAnswersTest.class, "ipvs-answers");

  @Test
  void theTableIsWhatIpvsadmPrinted() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "-A -t 10.0.0.1:80 -s wlc",
                "-a -t 10.0.0.1:80 -r 10.0.0.9:8080 -m -w 0",
                "-a -t 10.0.0.1:80 -r 10.0.0.11:80 -i -w 65535 --tun-type ipip",
                "-a -t 10.0.0.1:80 -r 10.0.0.12:80 -i -w 1 --tun-type gue --tun-port 6080"
                    + " --tun-csum",
                "-a -t 10.0.0.1:80 -r 10.0.0.13:80 -i -w 1 --tun-type gue --tun-port 6080"
                    + " --tun-remcsum",
                "-a -t 10.0.0.1:80 -r 10.0.0.14:80 -i -w 1 --tun-type gue --tun-port 6080"
                    + " --tun-nocsum",
                "-a -t 10.0.0.1:80 -r 10.0.0.15:80 -i -w 1 --tun-type gre --tun-nocsum",
                "-a -t 10.0.0.1:80 -r 10.0.0.16:80 -i -w 1 --tun-type gre --tun-csum",
                "-A -t 10.0.0.1:8000 -s rr",
                "-a -t 10.0.0.1:8000 -r 10.9.9.1:9000 -m -w 1",
                "-A -t [fd00::5]:80 -s sh -p 300 -M 64 -b sh-fallback,sh-port",
                "-a -t [fd00::5]:80 -r [fd00::9]:80 -g -w 5",
                "-a -t [fd00::5]:80 -r [fd00::9]:8080 -m -w 5",
                "-A -u 10.0.0.3:5060 -s wlc -p 60 --pe sip -o",
                "-A -u 10.0.0.5:53 -s mh -p 60 -M 255.255.255.0 -b mh-port",
                "-A --sctp-service 10.0.0.5:0 -s rr -p 360",
                "-A -f 4294967295 -s lc -b flag-1,flag-2,flag-3",
                "-a -f 4294967295 -r 10.0.0.20:0 -g -w 1",
                "-A -f 9 -6 -s rr -p 7200 -M 48")),
        new TreeSet<>(table().ipvsadm()));
  }

  @Test
  void servicesKeepAllThatWasSaidWhenTheyWereMade() {
    IpvsTable table = table();
    assertEquals(Samples.WEB6_SPEC, service(table, Samples.WEB6).spec());
    assertEquals(Samples.SIP_SPEC, service(table, Samples.SIP).spec());
    assertEquals(Samples.DNS_SPEC, service(table, Samples.DNS).spec());
    assertEquals(Samples.MARK_SPEC, service(table, Samples.MARK).spec());
  }

  @Test
  void thresholdsAreRead() {
    ObservedServer server = server(table(), Samples.WEB, Samples.at("10.0.0.9", 8080));
    assertEquals(new ServerSpec(Forwarding.MASQUERADE, 0, 20, 10), server.spec());
  }

  @Test
  void connectionsAndCountersAreRead() {
    ServiceKey key = Samples.tcp("10.0.0.1", 8000);
    ObservedServer server = server(table(), key, Samples.at("10.9.9.1", 9000));
    assertEquals(1, server.activeConnections());
    assertEquals(5, server.inactiveConnections());
    assertEquals(COUNTERS, server.counters());
    assertEquals(COUNTERS, service(table(), key).counters());
  }

  @Test
  void countersBeyond32BitsAreReadWhole() throws Exception {
    ByteBuffer message =
        Capture.read(CapturedAnswersTest.class, "ipvs-table").message("answer 4.1");
    int wide = message.limit() - 0xa0; // STATS64 { is the last attribute
    assertEquals(IpvsCodec.DEST_STATS64, message.getShort(wide + 2));
    message.putLong(wide + 8, 5_000_000_000L); // its first is the number of connections
    Counters counters = IpvsReader.server(body(message), Family.IPV4).server().counters();
    assertEquals(5_000_000_000L, counters.connections());
  }

  @Test
  void whatIsAskedIsWhatIpvsadmAsks() {
    IpvsCodec codec = new IpvsCodec(FAMILY);
    Capture table = Capture.read(CapturedAnswersTest.class, "ipvs-table");
    ByteBuffer bytes = ScriptedKernel.buffer(1024);
    codec.askServices(new MessageWriter(bytes), 1);
    assertEquals(body(table.message("ask 1")), body(bytes.flip()));
    codec.askServers(new MessageWriter(bytes.clear()), Samples.WEB, 1);
    assertEquals(body(table.message("ask 3")), body(bytes.flip()));
    codec.askDaemons(new MessageWriter(bytes.clear()), 1);
    assertEquals(body(answers.message("ask daemons")), body(bytes.flip()));
    codec.askOne(new MessageWriter(bytes.clear()), IpvsCodec.GET_CONFIG, 1);
    assertEquals(body(answers.message("ask timeouts")), body(bytes.flip()));
    codec.askOne(new MessageWriter(bytes.clear()), IpvsCodec.GET_INFO, 1);
    assertEquals(body(answers.message("ask info")), body(bytes.flip()));
    new FamilyExchange().write(new MessageWriter(bytes.clear()), 1);
    assertEquals(body(answers.message("ask family")), body(bytes.flip()));
  }

  @Test
  void theFamilyNumberIsFound() throws Exception {
    FamilyExchange exchange = new FamilyExchange();
    exchange.onData(1, 16, body(answers.message("family")));
    assertEquals(FAMILY, exchange.result());
  }

  @Test
  void versionAndSizeAreRead() throws Exception {
    assertEquals(new IpvsInfo("1.2.1", 4096), SettingsReader.info(body(answers.message("info"))));
  }

  @Test
  void timeoutsAreRead() throws Exception {
    assertEquals(
        new Timeouts(901, 121, 301), SettingsReader.timeouts(body(answers.message("timeouts 1"))));
  }

  @Test
  void syncDaemonsSayWhatTheKernelFilledIn() throws Exception {
    assertEquals(
        Samples.daemon(SyncDaemon.Role.MASTER, 7, 1472, "224.0.0.81", 8848, 1),
        SettingsReader.daemon(body(answers.message("daemons 1"))));
    assertEquals(
        Samples.daemon(SyncDaemon.Role.BACKUP, 8, 1400, "ff02::99", 8850, 3),
        SettingsReader.daemon(body(answers.message("daemons 2"))));
  }

  /** Plays the recorded answers to the same questions; ipvsadm asks them in another order. */
  private static IpvsTable table() {
    Capture capture = Capture.read(CapturedAnswersTest.class, "ipvs-table");
    Map<ByteBuffer, List<ByteBuffer>> answers = new HashMap<>();
    List<ByteBuffer> to = new ArrayList<>();
    for (String name : capture.names()) {
      if (name.startsWith("ask")) {
        to = new ArrayList<>();
        answers.put(body(capture.message(name)), to);
      } else {
        to.add(body(capture.message(name)));
      }
    }
    ScriptedKernel kernel = new ScriptedKernel(1 << 16);
    ScriptedKernel.Step recorded =
        (reply, batch) -> {
          ScriptedKernel.Request asked = batch.getFirst();
          requireNonNull(answers.get(asked.body()), "asked as ipvsadm does")
              .forEach(body -> reply.data(asked.sequence(), FAMILY, body));
          reply.done(asked.sequence());
        };
    answers.forEach((_, _) -> kernel.then(recorded));
    kernel.then(recorded); // services once more, for some have no servers
    return Stages.get(kernel.run(new TableExchange(new IpvsCodec(FAMILY))));
  }

  private static ObservedService service(IpvsTable table, ServiceKey key) {
    return requireNonNull(table.services().get(key), key.text());
  }

  private static ObservedServer server(IpvsTable table, ServiceKey key, ServerKey server) {
    return requireNonNull(service(table, key).servers().get(server), server.text());
  }

  private static ByteBuffer body(ByteBuffer message) {
    int length = message.getInt(0);
    return message
        .slice(MessageWriter.HEADER_BYTES, length - MessageWriter.HEADER_BYTES)
        .order(message.order());
  }
}
