package io.directord.director.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.directord.kernel.ipvs.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnedServicesTest {
  private static final Set<ServiceKey> KEYS =
      Set.of(
          World.key("tcp 192.0.2.1 80"),
          World.key("udp 2001:db8::1 53"),
          World.key("sctp 192.0.2.1 0"),
          World.key("firewall-mark 4 4294967295"),
          World.key("firewall-mark 6 1"));

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("services");
  }

  @Test
  void whatIsWrittenIsReadByTheNextRun() throws IOException {
    new OwnedServices(folder.resolve("new")).write(KEYS);
    assertEquals(KEYS, new OwnedServices(folder.resolve("new")).read());
  }

  @Test
  void nothingWrittenIsNothingOwned() throws IOException {
    assertEquals(Set.of(), new OwnedServices(folder).read());
  }

  @Test
  void whatAnEarlierBootWroteIsForgotten() throws IOException {
    new OwnedServices(folder).write(KEYS);
    List<String> lines = Files.readAllLines(file());
    lines.set(0, "00000000-0000-0000-0000-000000000000");
    Files.write(file(), lines);
    OwnedServices store = new OwnedServices(folder);
    assertEquals(Set.of(), store.read());
    store.write(KEYS);
    assertEquals(KEYS, new OwnedServices(folder).read());
  }

  @Test
  void aTornFileGivesWhatIsWholeAndNeverFails() throws IOException {
    new OwnedServices(folder).write(KEYS);
    String whole = Files.readString(file());
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(file(), whole.substring(0, length));
      int read = new OwnedServices(folder).read().size();
      assertEquals(Math.min(read, KEYS.size()), read, "cut at " + length);
    }
  }

  @Test
  void linesThatMeanNothingAreLeftOut() throws IOException {
    new OwnedServices(folder).write(Set.of(World.key("tcp 192.0.2.1 80")));
    Files.writeString(
        file(),
        Files.readString(file())
            + "tcp 192.0.2.1 70000\nfirewall-mark 4 0\nicmp 192.0.2.1 1\ntcp nowhere 80\n\n");
    assertEquals(Set.of(World.key("tcp 192.0.2.1 80")), new OwnedServices(folder).read());
  }

  @Test
  void aFolderThatCannotBeMadeIsSaid() throws IOException {
    Files.createFile(file());
    assertThrows(IOException.class, () -> new OwnedServices(file().resolve("x")).write(KEYS));
  }
}
