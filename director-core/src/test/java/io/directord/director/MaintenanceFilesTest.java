package io.directord.director;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.director.reconcile.Maintenance.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen in a maintenance directory. */
final class MaintenanceFilesTest {
  @TempDir Path folder;

  private List<String> seen() throws IOException {
    return MaintenanceFiles.scan(folder).stream()
        .map(note -> note.name() + (note.disable() ? " disable" : " drain"))
        .toList();
  }

  @Test
  void eachFileIsANoteAndItsContentSaysHowStrong() throws IOException {
    Files.createFile(folder.resolve("web1"));
    Files.writeString(folder.resolve("web.web2"), " Disable\n");
    Files.writeString(folder.resolve("web3"), "disable it after lunch\n".repeat(100));
    Files.createFile(folder.resolve(".hidden"));
    Files.createFile(folder.resolve("web4~"));
    Files.createDirectory(folder.resolve("web5"));
    assertEquals(List.of("web.web2 disable", "web1 drain", "web3 drain"), seen());
  }

  @Test
  void itSaysWhichFileWhoseAndFromWhen() throws IOException {
    Path file = Files.createFile(folder.resolve("web1"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    Note note = MaintenanceFiles.scan(folder).getFirst();
    String owner = Files.getOwner(file).getName();
    assertEquals("file " + file + " (" + owner + ", 2026-01-02T03:04:05Z)", note.by());
  }

  @Test
  void aDirectoryThatIsNotThereIsTold() {
    assertThrows(NoSuchFileException.class, () -> MaintenanceFiles.scan(folder.resolve("absent")));
    assertTrue(Files.isDirectory(folder));
  }
}
