import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Prints every skipped test of all modules with its reason, and how many ran on a real kernel. */
final class Skipped {
  private static final List<String> ON_A_KERNEL = List.of("RealKernelIT", "ProductIT");

  private final List<String> skipped = new ArrayList<>();
  private final TreeMap<String, Integer> onKernel = new TreeMap<>();
  private int all;

  public static void main(String[] args) throws Exception {
    Skipped found = new Skipped();
    try (Stream<Path> modules = Files.list(Path.of(args[0]))) {
      for (Path module : modules.sorted().toList()) {
        found.read(module.resolve("target/surefire-reports"));
        found.read(module.resolve("target/failsafe-reports"));
      }
    }
    found.print();
  }

  private void read(Path reports) throws Exception {
    File[] files = reports.toFile().listFiles((_, name) -> name.matches("TEST-.*\\.xml"));
    for (File file : files == null ? new File[0] : files) {
      var root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file);
      NodeList cases = root.getElementsByTagName("testcase");
      for (int at = 0; at < cases.getLength(); at++) {
        count((Element) cases.item(at));
      }
    }
  }

  private void count(Element test) {
    all++;
    String type = test.getAttribute("classname");
    String shortType = type.substring(type.lastIndexOf('.') + 1);
    NodeList marks = test.getElementsByTagName("skipped");
    if (marks.getLength() > 0) {
      skipped.add(type + ", " + test.getAttribute("name") + ": " + reason((Element) marks.item(0)));
    } else if (ON_A_KERNEL.contains(shortType)) {
      onKernel.merge(shortType, 1, Integer::sum);
    }
  }

  /** Disabled tests have a message; failed assumptions begin a stack trace with theirs. */
  private static String reason(Element mark) {
    String message = mark.getAttribute("message");
    if (message.isBlank()) {
      message = mark.getTextContent().strip().lines().findFirst().orElse("no reason given");
    }
    return message.replaceFirst("^\\S*TestAbortedException: ", "");
  }

  private void print() {
    int sum = onKernel.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println("Tests: " + all + ", of them on a real kernel: " + sum + " " + onKernel);
    System.out.println("Skipped tests: " + (skipped.isEmpty() ? "none" : skipped.size()));
    skipped.forEach(each -> System.out.println("  " + each));
  }
}
