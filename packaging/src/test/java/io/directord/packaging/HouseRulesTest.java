package io.directord.packaging;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.directord.director.Daemon;
import io.directord.kernel.ipvs.Ipvs;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What no compiler checks. Each message says what is banned and what to do instead. */
final class HouseRulesTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.directord");

  /** Who may look at the clock: each of them turns a loop or a process, and hands the time down. */
  private static final Set<String> DRIVERS =
      Set.of(
          "io.directord.director.Daemon",
          "io.directord.director.Director",
          "io.directord.director.Findings",
          "io.directord.director.Forecasting",
          "io.directord.director.LastTable",
          "io.directord.director.command.DrainCommand",
          "io.directord.director.command.WarmUpCommand",
          "io.directord.director.journal.Hook",
          "io.directord.director.reconcile.Reconciler",
          "io.directord.kernel.packet.IpSocket",
          "io.directord.kernel.packet.Poller");

  /**
   * Of Netty's channels these are neither channel nor loop: pure classes may put them into words.
   */
  private static final Set<String> NAMES_OF_ERRORS =
      Set.of("io.netty.channel.unix.Errors", "io.netty.channel.epoll.Epoll");

  private static final SourceTree SOURCES = SourceTree.ofProject();

  @Test
  void theClassesOfAllModulesWereRead() {
    for (String module : List.of("kernel", "health", "failover", "director")) {
      String start = "io.directord." + module;
      boolean found = OURS.stream().anyMatch(each -> each.getPackageName().startsWith(start));
      assertTrue(found, () -> "no class of " + start + " was imported: nothing is checked there");
    }
    assertTrue(OURS.size() > 100, () -> "only " + OURS.size() + " classes were imported");
    assertTrue(SOURCES.files().size() > 100, () -> "only few source files were found");
  }

  @Test
  void foreignMemoryIsForLibcOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.directord.kernel.libc")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .because("native calls stand in kernel.libc only: add a method to Libc and call that")
        .check(OURS);
  }

  @Test
  void pureClassesTouchNothingOutside() {
    classes()
        .that(describe("are pure", HouseRulesTest::pure))
        .should()
        .onlyDependOnClassesThat(not("I/O, clocks or loggers", HouseRulesTest::touchesTheWorld))
        .because(
            "a class that says \"Pure.\" decides and returns what to do: take time and answers as"
                + " parameters, and let the driver act and log")
        .check(OURS);
  }

  @Test
  void theClockIsForDrivers() {
    noClasses()
        .that(not("drivers", each -> DRIVERS.contains(outermost(each).getName())))
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .because("time is a parameter: take nowNanos from the driver, see DRIVERS in this test")
        .check(OURS);
  }

  @Test
  void everyDriverExists() {
    DRIVERS.forEach(
        name -> assertTrue(OURS.contain(name), () -> name + " is gone: take it from DRIVERS"));
  }

  @Test
  void packagesDependOnEachOtherOneWay() {
    slices()
        .matching("io.directord.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(equivalentTo(Daemon.class), DescribedPredicate.alwaysTrue())
        .because(
            "a cycle makes two packages one: move the class that is needed by both. Daemon, which"
                + " puts all parts together, does not count")
        .check(OURS);
  }

  @Test
  void failoverAndHealthDoNotKnowEachOtherNorIpvs() {
    arrow("io.directord.failover..", "io.directord.health..", "io.directord.director..");
    arrow("io.directord.health..", "io.directord.failover..", "io.directord.director..");
    arrow("io.directord.failover..", "io.directord.kernel.ipvs..", "io.directord.kernel.libc..");
    arrow("io.directord.kernel..", "io.directord.director..", "io.directord.failover..");
    arrow("io.directord.kernel..", "io.directord.health..", "com.typesafe.config..");
  }

  @Test
  void healthUsesTheKernelForRawSocketsOnly() {
    noClasses()
        .that()
        .resideInAPackage("io.directord.health..")
        .should()
        .dependOnClassesThat(
            describe(
                "are of the kernel, but no raw sockets",
                each ->
                    each.getPackageName().startsWith("io.directord.kernel")
                        && !each.getPackageName().equals("io.directord.kernel")
                        && !each.getPackageName().startsWith("io.directord.kernel.packet")))
        .because("probes use Netty; what Netty cannot send goes through kernel.packet")
        .check(OURS);
  }

  @Test
  void onlyReconcileChangesIpvs() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.directord.director.reconcile", "io.directord.kernel.ipvs")
        .should()
        .callMethodWhere(
            describe(
                "it is Ipvs.apply",
                call ->
                    call.getName().equals("apply")
                        && call.getTargetOwner().isAssignableTo(Ipvs.class)))
        .because("one planner, one writer: say what is wanted, and Reconciler applies it")
        .check(OURS);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertNone(
        SOURCES.packagesWithoutSentence(),
        "a package without package-info.java and one or two sentences in it: write the question"
            + " that the package answers");
  }

  @Test
  void filesAndMethodsStaySmall() {
    assertNone(
        SOURCES.longFiles(400), "files of more than 400 lines: move one of their two jobs out");
    assertNone(SOURCES.longMethods(70), "methods of more than 70 lines: give their steps names");
  }

  @Test
  void unfinishedWorkHasAnIssue() {
    assertNone(SOURCES.loneReminders(), "write TODO(#123): what, and what is at risk until then");
  }

  private static void arrow(String from, String... banned) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(banned)
        .because("modules meet in director only: translate there")
        .check(OURS);
  }

  private static boolean pure(JavaClass type) {
    JavaClass outermost = outermost(type);
    return SOURCES.saysPure(outermost.getName())
        || type.getPackageName().equals("io.directord.director.config")
        || (type.getPackageName().equals("io.directord.kernel.ipvs") && outermost.isRecord());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(HouseRulesTest::outermost).orElse(type);
  }

  private static boolean touchesTheWorld(JavaClass type) {
    String name = type.getName();
    return name.startsWith("org.slf4j.")
        || name.startsWith("ch.qos.logback.")
        || (name.startsWith("io.netty.channel.")
            && !NAMES_OF_ERRORS.contains(outermost(type).getName()))
        || name.startsWith("io.netty.bootstrap.")
        || name.startsWith("java.nio.channels.")
        || name.equals("java.time.Clock")
        || name.equals("java.time.InstantSource")
        || name.equals("java.lang.Thread")
        || (name.startsWith("java.net.") && name.endsWith("Socket"));
  }

  private static DescribedPredicate<JavaClass> not(
      String what, java.util.function.Predicate<JavaClass> banned) {
    return describe("are no " + what, banned.negate());
  }

  private static void assertNone(List<String> found, String instead) {
    assertEquals("", String.join("\n", found), instead);
  }
}
