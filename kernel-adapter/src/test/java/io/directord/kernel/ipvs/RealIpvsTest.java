package io.directord.kernel.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.kernel.Errno;
import io.directord.kernel.Guest;
import io.directord.kernel.KernelException;
import io.directord.kernel.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can only be seen on a real kernel, with ipvsadm for a witness. */
@Tag("kernel")
final class RealIpvsTest {
  private static final int MANY_SERVICES = 200;
  private static final int SERVERS_EACH = 99;

  private final NetlinkIpvs ipvs;

  RealIpvsTest() throws KernelException {
    ipvs = NetlinkIpvs.open(Guest.loop());
  }

  @BeforeEach
  void flush() {
    apply(new IpvsChange.Flush());
  }

  @AfterEach
  void close() {
    apply(new IpvsChange.Flush());
    ipvs.close();
  }

  @Test
  void theTablePrintsWhatIpvsadmPrints() {
    create(Samples.services());
    create(Samples.servers());
    assertSameAsIpvsadm();
  }

  @Test
  void whatIpvsadmIsToldAndWhatTheKernelIsToldIsTheSame() {
    Stream.of(Samples.services(), Samples.servers())
        .flatMap(List::stream)
        .map(IpvsChange::ipvsadm)
        .filter(line -> line.startsWith("-A") || line.startsWith("-a"))
        .forEach(line -> Guest.run("ipvsadm " + line));
    IpvsTable theirs = Stages.get(ipvs.table());
    apply(new IpvsChange.Flush());
    create(Samples.services());
    create(Samples.servers());
    assertEquals(theirs, Stages.get(ipvs.table()));
    assertSameAsIpvsadm();
  }

  @Test
  void aServiceWithoutASchedulerIsRead() {
    Guest.run("ipvsadm -A -t 10.0.0.1:80 -s none");
    assertSameAsIpvsadm();
  }

  @Test
  void twentyThousandChangesGoInABatchAndAllAreRead() {
    List<IpvsChange> changes = new ArrayList<>();
    for (int i = 0; i < MANY_SERVICES; i++) {
      ServiceKey key = Samples.tcp("10.50.0." + i, 80);
      changes.add(new IpvsChange.CreateService(key, ServiceSpec.of("rr")));
      for (int j = 1; j <= SERVERS_EACH; j++) {
        ServerKey server = Samples.at("10.60." + i + "." + j, 80);
        changes.add(Samples.add(key, server, Forwarding.MASQUERADE, 1));
      }
    }
    assertEquals(new ApplyResult(changes.size(), List.of()), Stages.get(ipvs.apply(changes)));
    IpvsTable table = Stages.get(ipvs.table());
    assertEquals(MANY_SERVICES, table.services().size());
    assertEquals(MANY_SERVICES * SERVERS_EACH, table.serverCount());
    ApplyResult again = Stages.get(ipvs.apply(changes));
    assertEquals(changes.size(), again.refused().size());
    assertTrue(again.refused().stream().allMatch(refusal -> refusal.errno() == Errno.EEXIST));
    assertEquals(changes, again.refused().stream().map(Refusal::change).toList());
  }

  @Test
  void withoutTheCapabilityNothingIsReadAndNothingChanged() {
    assertEquals(
        List.of("EPERM", "EPERM"),
        Guest.run(
            "setpriv --bounding-set=-net_admin "
                + System.getProperty("java.home")
                + "/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
                + " --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir=/dev/shm -classpath "
                + System.getProperty("java.class.path")
                + " "
                + WithoutCapability.class.getName()));
  }

  /** ipvsadm prints a mark with the highest bit as negative, and would not take that back. */
  private void assertSameAsIpvsadm() {
    assertEquals(
        Guest.run("ipvsadm -Sn").stream()
            .map(line -> line.replace("-f -1 ", "-f 4294967295 "))
            .collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(Stages.get(ipvs.table()).ipvsadm()));
  }

  private void create(List<IpvsChange> changes) {
    List<IpvsChange> created =
        changes.stream()
            .filter(change ->
                change instanceof IpvsChange.CreateService
                    || change instanceof IpvsChange.CreateServer)
            .toList();
    assertEquals(new ApplyResult(created.size(), List.of()), Stages.get(ipvs.apply(created)));
  }

  private void apply(IpvsChange change) {
    Stages.get(ipvs.apply(List.of(change)));
  }
}
