package io.directord.director.peer;

import io.directord.director.config.Secret;
import io.directord.health.Password;
import io.netty.util.NetUtil;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value as a text that is the same on each node: what {@code toString} says of sets and maps
 * differs from process to process. Records are written with all their components, so that a key
 * which is new to a configuration is in it without being named here. Secrets are left out, and so
 * is what belongs to one node. Pure.
 */
final class Canonical {
  /** Of a probe: addresses and interfaces of the node that it leaves from. */
  private static final Set<String> OF_NODE = Set.of("source", "device", "interfaceName");

  private final StringBuilder text = new StringBuilder();

  private Canonical() {}

  static String text(Object value) {
    Canonical canonical = new Canonical();
    canonical.write(value);
    return canonical.text.toString();
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> text.append('-');
      case Secret _, Password _ -> text.append("secret");
      case Record all -> components(all);
      case Optional<?> maybe -> write(maybe.orElse(null));
      case OptionalInt maybe -> text.append(maybe.isPresent() ? "" + maybe.getAsInt() : "-");
      case OptionalLong maybe -> text.append(maybe.isPresent() ? "" + maybe.getAsLong() : "-");
      case Enum<?> one -> text.append(one.name());
      case InetAddress address -> text.append(NetUtil.toAddressString(address));
      case CharSequence words -> quote(words.toString());
      case Number number -> text.append(number);
      case Boolean flag -> text.append(flag);
      case Character letter -> quote(letter.toString());
      case Duration span -> text.append(span);
      case Path path -> quote(path.toString());
      case Pattern pattern -> quote(pattern.pattern() + "/" + pattern.flags());
      case byte[] bytes -> text.append(HexFormat.of().formatHex(bytes));
      case int[] numbers -> text.append(Arrays.toString(numbers));
      case Set<?> set -> sorted(set);
      case Collection<?> list -> all(list.stream().map(Canonical::ofElement).toList());
      case Map<?, ?> map ->
          all(
              map.entrySet().stream()
                  .map(each -> ofElement(each.getKey()) + "=" + ofElement(each.getValue()))
                  .sorted()
                  .toList());
      default -> text.append(value.getClass().getSimpleName());
    }
  }

  private static String ofElement(@Nullable Object value) {
    Canonical canonical = new Canonical();
    canonical.write(value);
    return canonical.text.toString();
  }

  private void sorted(Collection<?> set) {
    all(set.stream().map(Canonical::ofElement).sorted().toList());
  }

  private void all(List<String> elements) {
    text.append('[');
    elements.forEach(each -> text.append(each).append(','));
    text.append(']');
  }

  private void quote(String words) {
    text.append('"').append(words.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  private void components(Record all) {
    text.append(all.getClass().getSimpleName()).append('{');
    for (RecordComponent each : components(all.getClass())) {
      if (!OF_NODE.contains(each.getName())) {
        text.append(each.getName()).append('=');
        Object value = value(each, all);
        if (each.getName().equals("servers") && value instanceof Collection<?> servers) {
          sorted(servers); // they are equal among themselves, in whichever order
        } else {
          write(value);
        }
        text.append(' ');
      }
    }
    text.append('}');
  }

  private static List<RecordComponent> components(Class<?> type) {
    RecordComponent[] all = type.getRecordComponents();
    return Arrays.stream(all).sorted(Comparator.comparing(RecordComponent::getName)).toList();
  }

  private static @Nullable Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (IllegalAccessException hidden) {
      return null; // of a type that configurations do not hold
    } catch (InvocationTargetException impossible) {
      throw new IllegalStateException(component.toString(), impossible);
    }
  }
}
