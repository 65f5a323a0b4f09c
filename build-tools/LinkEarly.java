import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes into class files what javac leaves to be put together when it first runs: {@code equals}
 * and {@code hashCode} of records, and which type a switch has met. Each such place costs a start
 * milliseconds, and no start-up cache of JDK 25 keeps them. What they mean stays as {@link
 * java.lang.runtime.ObjectMethods} and {@link java.lang.runtime.SwitchBootstraps} have it.
 */
final class LinkEarly {
  private static final String RECORDS = "java/lang/runtime/ObjectMethods";
  private static final String SWITCHES = "java/lang/runtime/SwitchBootstraps";
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  private static final Map<String, ClassDesc> BOXES =
      Map.of(
          "Z", ClassDesc.of("java.lang.Boolean"),
          "B", ClassDesc.of("java.lang.Byte"),
          "C", ClassDesc.of("java.lang.Character"),
          "S", ClassDesc.of("java.lang.Short"),
          "I", ClassDesc.of("java.lang.Integer"),
          "J", ClassDesc.of("java.lang.Long"),
          "F", ClassDesc.of("java.lang.Float"),
          "D", ClassDesc.of("java.lang.Double"));

  private final ClassFile format;

  private LinkEarly(ClassFile format) {
    this.format = format;
  }

  /** Arguments: the directory of the class files, and the class path with what they refer to. */
  public static void main(String[] args) throws IOException {
    Path classes = Path.of(args[0]);
    List<URL> path = new ArrayList<>();
    for (String each : (args[0] + ":" + args[1]).split(":")) {
      path.add(Path.of(each).toUri().toURL());
    }
    try (var loader = new URLClassLoader(path.toArray(URL[]::new));
        Stream<Path> files = Files.walk(classes)) {
      var types = ClassHierarchyResolver.ofResourceParsing(loader).cached();
      var early =
          new LinkEarly(
              ClassFile.of(
                  ClassFile.ClassHierarchyResolverOption.of(types),
                  ClassFile.ConstantPoolSharingOption.NEW_POOL));
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        early.rewrite(file);
      }
    }
  }

  private void rewrite(Path file) throws IOException {
    ClassModel type = format.parse(file);
    if (type.methods().stream().anyMatch(method -> callSites(method).anyMatch(LinkEarly::isOurs))) {
      Files.write(
          file, format.transformClass(type, ClassTransform.ofStateful(() -> new Rewrite(type))));
    }
  }

  private static Stream<InvokeDynamicEntry> callSites(MethodModel method) {
    return method.code().stream()
        .flatMap(CodeModel::elementStream)
        .filter(InvokeDynamicInstruction.class::isInstance)
        .map(each -> ((InvokeDynamicInstruction) each).invokedynamic());
  }

  private static boolean isOurs(InvokeDynamicEntry site) {
    return isOfRecord(site) || isOfSwitch(site);
  }

  private static boolean isOfRecord(InvokeDynamicEntry site) {
    return site.bootstrap().bootstrapMethod().reference().owner().asInternalName().equals(RECORDS)
        && !site.name().equalsString("toString");
  }

  /** Switches that also have strings, numbers or constants among their types stay as they are. */
  private static boolean isOfSwitch(InvokeDynamicEntry site) {
    return site.bootstrap().bootstrapMethod().reference().owner().asInternalName().equals(SWITCHES)
        && site.name().equalsString("typeSwitch")
        && site.bootstrap().arguments().stream().allMatch(ClassEntry.class::isInstance);
  }

  /**
   * One class: its records' methods are replaced, its switches ask methods that come at its end.
   */
  private static final class Rewrite implements ClassTransform {
    private final ClassModel type;
    private final ClassDesc self;
    private final List<InvokeDynamicEntry> switches = new ArrayList<>();

    Rewrite(ClassModel type) {
      this.type = type;
      this.self = type.thisClass().asSymbol();
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
      if (!(element instanceof MethodModel method)
          || callSites(method).noneMatch(LinkEarly::isOurs)) {
        builder.with(element);
        return;
      }
      CodeTransform code =
          callSites(method)
              .filter(LinkEarly::isOfRecord)
              .findFirst()
              .map(this::ofRecord)
              .orElse(this::askingMethods);
      builder.transformMethod(method, MethodTransform.transformingCode(code));
    }

    @Override
    public void atEnd(ClassBuilder builder) {
      for (int at = 0; at < switches.size(); at++) {
        InvokeDynamicEntry site = switches.get(at);
        builder.withMethodBody(
            name(at),
            site.typeSymbol(),
            ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
            code -> typeSwitch(code, site.bootstrap().arguments()));
      }
    }

    private static String name(int at) {
      return "typeSwitch$" + at;
    }

    private void askingMethods(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeDynamicInstruction call && isOfSwitch(call.invokedynamic())) {
        code.invokestatic(
            self, name(switches.size()), call.typeSymbol(), type.flags().has(AccessFlag.INTERFACE));
        switches.add(call.invokedynamic());
      } else {
        code.with(element);
      }
    }

    /**
     * Of (target, from): the first of the types, from that one on, which the target is of; -1 if it
     * is null.
     */
    private static void typeSwitch(CodeBuilder code, List<LoadableConstantEntry> types) {
      code.aload(0).ifThen(Opcode.IFNULL, none -> none.iconst_m1().ireturn());
      for (int at = 0; at < types.size(); at++) {
        Label next = code.newLabel();
        code.iload(1).loadConstant(at).if_icmpgt(next);
        code.aload(0).instanceOf((ClassEntry) types.get(at)).ifeq(next);
        code.loadConstant(at).ireturn();
        code.labelBinding(next);
      }
      code.loadConstant(types.size()).ireturn();
    }

    /** The method's whole code, instead of what it had. */
    private CodeTransform ofRecord(InvokeDynamicEntry site) {
      return new CodeTransform() {
        @Override
        public void accept(CodeBuilder code, CodeElement element) {
          // left out
        }

        @Override
        public void atEnd(CodeBuilder code) {
          List<MethodHandleEntry> fields =
              site.bootstrap().arguments().stream()
                  .skip(2)
                  .map(MethodHandleEntry.class::cast)
                  .toList();
          if (site.name().equalsString("equals")) {
            sameFields(code, fields);
          } else {
            hashOfFields(code, fields);
          }
        }
      };
    }

    private void sameFields(CodeBuilder code, List<MethodHandleEntry> fields) {
      Label differs = code.newLabel();
      code.aload(0).aload(1);
      code.ifThen(Opcode.IF_ACMPEQ, same -> same.iconst_1().ireturn());
      code.aload(1).instanceOf(self).ifeq(differs);
      if (!fields.isEmpty()) {
        code.aload(1).checkcast(self).astore(2);
      }
      for (MethodHandleEntry field : fields) {
        ClassDesc of = load(code.aload(0), field);
        load(code.aload(2), field);
        switch (TypeKind.from(of)) {
          case REFERENCE ->
              code.invokestatic(
                      OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                  .ifeq(differs);
          case LONG -> code.lcmp().ifne(differs);
          case FLOAT, DOUBLE ->
              code.invokestatic(boxOf(of), "compare", MethodTypeDesc.of(CD_int, of, of))
                  .ifne(differs);
          default -> code.if_icmpne(differs);
        }
      }
      code.iconst_1().ireturn();
      code.labelBinding(differs).iconst_0().ireturn();
    }

    private void hashOfFields(CodeBuilder code, List<MethodHandleEntry> fields) {
      code.iconst_0();
      for (MethodHandleEntry field : fields) {
        code.bipush(31).imul();
        ClassDesc of = load(code.aload(0), field);
        if (of.isPrimitive()) {
          code.invokestatic(boxOf(of), "hashCode", MethodTypeDesc.of(CD_int, of));
        } else {
          code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
        }
        code.iadd();
      }
      code.ireturn();
    }

    private ClassDesc load(CodeBuilder code, MethodHandleEntry field) {
      ClassDesc of = ClassDesc.ofDescriptor(field.reference().type().stringValue());
      code.getfield(self, field.reference().name().stringValue(), of);
      return of;
    }

    private static ClassDesc boxOf(ClassDesc primitive) {
      return BOXES.get(primitive.descriptorString());
    }
  }
}
