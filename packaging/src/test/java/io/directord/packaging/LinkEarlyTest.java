package io.directord.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.directord.packaging.Project.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code build-tools/LinkEarly.java}, decision 0049. */
final class LinkEarlyTest {
  private static final List<String> MODULES =
      List.of("kernel-adapter", "health-checker", "failover", "director-core");

  /** What would be put together at run time, of a kind that a start pays for. */
  private static List<String> lateLinks(Path classFile) {
    try {
      return ClassFile.of().parse(classFile).methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(CodeModel::elementStream)
          .filter(InvokeDynamicInstruction.class::isInstance)
          .map(InvokeDynamicInstruction.class::cast)
          .filter(LinkEarlyTest::isLate)
          .map(call -> classFile.getFileName() + " " + call.name())
          .toList();
    } catch (IOException unread) {
      throw new UncheckedIOException(unread);
    }
  }

  private static boolean isLate(InvokeDynamicInstruction call) {
    String maker =
        call.invokedynamic().bootstrap().bootstrapMethod().reference().owner().name().stringValue();
    return switch (maker) {
      case "java/lang/runtime/ObjectMethods" -> !call.name().equalsString("toString");
      case "java/lang/runtime/SwitchBootstraps" ->
          call.name().equalsString("typeSwitch")
              && call.invokedynamic().bootstrap().arguments().stream()
                  .allMatch(ClassEntry.class::isInstance);
      default -> false;
    };
  }

  private static List<Path> classFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(each -> each.toString().endsWith(".class")).toList();
    }
  }

  private static List<String> lateLinksIn(Path folder) throws IOException {
    return classFiles(folder).stream().flatMap(each -> lateLinks(each).stream()).toList();
  }

  @Test
  void noRecordAndNoSwitchOfOursIsLinkedByAStart() throws Exception {
    for (String module : MODULES) {
      Path classes = Project.root().resolve(module + "/target/classes");
      assertTrue(classFiles(classes).size() > 100, module + " is compiled");
      assertEquals(List.of(), lateLinksIn(classes));
    }
  }

  @Test
  void whatIsRewrittenDoesWhatItDid(@TempDir Path folder) throws Exception {
    URL compiled = LinkEarlySamples.class.getProtectionDomain().getCodeSource().getLocation();
    Path copies = Files.createDirectories(folder.resolve("io/directord/packaging"));
    for (Path file : classFiles(Path.of(compiled.toURI()))) {
      if (file.toString().contains("LinkEarlySamples")) {
        Files.copy(file, copies.resolve(file.getFileName()));
      }
    }
    assertTrue(lateLinksIn(folder).size() > 10, "the samples hold what is to be rewritten");
    Ended ended =
        Project.run(
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                Project.root().resolve("build-tools/LinkEarly.java").toString(),
                folder.toString(),
                Path.of(compiled.toURI()).toString()));
    assertEquals(0, ended.status(), ended::toString);
    assertEquals(List.of(), lateLinksIn(folder));
    try (var loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> rewritten = loader.loadClass(LinkEarlySamples.class.getName());
      assertNotSame(LinkEarlySamples.class, rewritten);
      var maker = rewritten.getDeclaredConstructor();
      maker.setAccessible(true);
      assertEquals(new LinkEarlySamples().get(), ((Supplier<?>) maker.newInstance()).get());
    }
  }
}
