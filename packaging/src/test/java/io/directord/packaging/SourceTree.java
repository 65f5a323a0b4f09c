package io.directord.packaging;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The production sources of all modules, for rules that class files cannot answer. */
final class SourceTree {
  private static final Pattern REMINDER = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\(#\\d+\\))");
  private static final Pattern DOC_BEFORE_PACKAGE =
      Pattern.compile(
          "/\\*\\*[\\s*]*\\p{Lu}.*?[.?][\\s*]*\\*/\\s*@NullMarked\\s*package ", Pattern.DOTALL);

  private final Path root;
  private final Map<Path, String> files = new TreeMap<>();

  private SourceTree(Path root) {
    this.root = root;
  }

  static SourceTree ofProject() {
    SourceTree tree = new SourceTree(Project.root());
    try (Stream<Path> modules = Files.list(tree.root)) {
      for (Path module : modules.toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          tree.read(sources);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return tree;
  }

  private void read(Path sources) throws IOException {
    try (Stream<Path> found = Files.walk(sources)) {
      for (Path file : found.filter(each -> each.toString().endsWith(".java")).toList()) {
        files.put(file, Files.readString(file));
      }
    }
  }

  Map<Path, String> files() {
    return files;
  }

  /** Whether the documentation of a top-level class says {@code Pure.}. */
  boolean saysPure(String className) {
    String end = "/src/main/java/" + className.replace('.', '/') + ".java";
    return files.entrySet().stream()
        .filter(each -> each.getKey().toString().endsWith(end))
        .anyMatch(each -> headOf(each.getValue()).matches("(?s).*\\bPure\\..*"));
  }

  private static String headOf(String text) {
    int start = text.indexOf("/**");
    int end = text.indexOf("*/", Math.max(start, 0));
    return start < 0 || end < 0 ? "" : text.substring(start, end);
  }

  List<String> packagesWithoutSentence() {
    return files.keySet().stream()
        .map(Path::getParent)
        .distinct()
        .filter(folder -> {
          String text = files.get(folder.resolve("package-info.java"));
          return text == null || !DOC_BEFORE_PACKAGE.matcher(text).find();
        })
        .map(this::shown)
        .toList();
  }

  List<String> longFiles(int most) {
    return files.entrySet().stream()
        .filter(each -> each.getValue().lines().count() > most)
        .map(each -> shown(each.getKey()) + ": " + each.getValue().lines().count() + " lines")
        .toList();
  }

  List<String> loneReminders() {
    List<String> found = new ArrayList<>();
    files.forEach((file, text) -> {
      List<String> lines = text.lines().toList();
      for (int line = 0; line < lines.size(); line++) {
        if (REMINDER.matcher(lines.get(line)).find()) {
          found.add(shown(file) + ":" + (line + 1) + ": " + lines.get(line).strip());
        }
      }
    });
    return found;
  }

  List<String> longMethods(int most) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var units = manager.getJavaFileObjectsFromPaths(files.keySet());
      var task = (JavacTask) compiler.getTask(null, manager, null, null, null, units);
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new LongMethods(unit, positions, most, found).scan(unit, "");
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return found;
  }

  private String shown(Path file) {
    return root.relativize(file).toString();
  }

  private static final class LongMethods extends TreeScanner<Void, String> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final int most;
    private final List<String> found;

    LongMethods(CompilationUnitTree unit, SourcePositions positions, int most, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.most = most;
      this.found = found;
    }

    @Override
    public Void visitClass(ClassTree type, String outer) {
      return super.visitClass(type, outer + "." + type.getSimpleName());
    }

    @Override
    public Void visitMethod(MethodTree method, String type) {
      LineMap map = unit.getLineMap();
      long first = positions.getStartPosition(unit, method);
      long last = positions.getEndPosition(unit, method);
      if (first >= 0 && last >= 0) {
        long lines = map.getLineNumber(last) - map.getLineNumber(first) + 1;
        if (lines > most) {
          found.add(type.substring(1) + "." + method.getName() + ": " + lines + " lines");
        }
      }
      return super.visitMethod(method, type);
    }
  }
}
