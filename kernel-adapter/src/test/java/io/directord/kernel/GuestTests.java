package io.directord.kernel;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintStream;
import java.util.Objects;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs all tests tagged {@code kernel} in the machine it runs on, which they change, and prints one
 * line for each: {@code ok NAME}, {@code failed NAME: WHY} or {@code skipped NAME: WHY}. Started
 * inside the lab's kernel by {@code RealKernelIT}.
 */
public final class GuestTests implements TestExecutionListener {
  private final PrintStream out;

  private GuestTests(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    for (String command :
        new String[] {
          "ip link set lo up",
          "ip link add eth0 type dummy",
          "ip link set eth0 up",
          "ip address add 10.9.9.1/24 dev eth0"
        }) {
      Guest.run(command);
    }
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectPackage("io.directord.kernel"))
            .filters(TagFilter.includeTags("kernel"))
            .build();
    LauncherFactory.create().execute(request, new GuestTests(System.out));
    System.out.println("end");
    System.exit(0);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    line("skipped", test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason = result.getThrowable().map(GuestTests::describe).orElse("no reason given");
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          line("ok", test, "");
        }
      }
      case FAILED -> line("failed", test, reason);
      case ABORTED -> line("skipped", test, reason);
    }
  }

  private void line(String outcome, TestIdentifier test, String reason) {
    String name =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(MethodSource.class::cast)
            .map(source -> simple(source.getClassName()) + "." + source.getMethodName())
            .orElse(test.getDisplayName());
    out.println(outcome + " " + name + (reason.isEmpty() ? "" : ": " + reason));
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static String describe(Throwable failure) {
    StringBuilder text = new StringBuilder(Objects.toString(failure));
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (frame.getClassName().startsWith("io.directord")) {
        text.append(" at ").append(frame);
      }
    }
    return text.toString().replace('\n', ' ');
  }
}
