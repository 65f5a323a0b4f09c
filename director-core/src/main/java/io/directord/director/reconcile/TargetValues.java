package io.directord.director.reconcile;

import io.directord.health.Target;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value for each of a set of targets, of which pictures are taken all the time: a picture shares
 * all that has not changed since the last, so that it costs the changes and not the targets. One
 * thread's; a picture is immutable.
 */
public final class TargetValues<V> {
  /** So many values are copied when one of them changes. */
  private static final int SHELF = 64;

  private Map<Target, Integer> places = Map.of();
  private List<List<@Nullable V>> shelves = new ArrayList<List<@Nullable V>>();

  /** Shelves that no picture has. */
  private final BitSet own = new BitSet();

  private @Nullable Map<Target, V> picture;

  /** Has these targets from now on; values of others are forgotten. */
  public void configure(Set<Target> targets) {
    Map<Target, V> before = picture();
    Map<Target, Integer> after = HashMap.newHashMap(targets.size());
    shelves = new ArrayList<List<@Nullable V>>();
    own.clear();
    for (Target target : targets) {
      int place = after.size();
      if (place % SHELF == 0) {
        own.set(shelves.size());
        shelves.add(new ArrayList<>(SHELF));
      }
      shelves.getLast().add(before.get(target));
      after.put(target, place);
    }
    places = after;
    picture = null;
  }

  /** Answers with what was there before; a target that is not among the configured is left out. */
  public @Nullable V put(Target target, V value) {
    Integer place = places.get(target);
    if (place == null) {
      return null;
    }
    int shelf = place / SHELF;
    if (!own.get(shelf)) {
      shelves.set(shelf, new ArrayList<>(shelves.get(shelf)));
      own.set(shelf);
    }
    picture = null;
    return shelves.get(shelf).set(place % SHELF, value);
  }

  /** The values that there are now. */
  public Map<Target, V> picture() {
    Map<Target, V> now = picture;
    if (now == null) {
      own.clear();
      now = new Picture<>(places, new ArrayList<List<@Nullable V>>(shelves));
      picture = now;
    }
    return now;
  }

  private static final class Picture<V> extends AbstractMap<Target, V> {
    private final Map<Target, Integer> places;
    private final List<List<@Nullable V>> shelves;

    Picture(Map<Target, Integer> places, List<List<@Nullable V>> shelves) {
      this.places = places;
      this.shelves = shelves;
    }

    @Override
    public @Nullable V get(@Nullable Object target) {
      Integer place = places.get(target);
      return place == null ? null : at(place);
    }

    @Override
    public boolean containsKey(@Nullable Object target) {
      return get(target) != null;
    }

    private @Nullable V at(int place) {
      return shelves.get(place / SHELF).get(place % SHELF);
    }

    @Override
    public Set<Entry<Target, V>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<Target, V>> iterator() {
          return places.entrySet().stream()
              .filter(each -> at(each.getValue()) != null)
              .map(each -> Map.entry(each.getKey(), Objects.requireNonNull(at(each.getValue()))))
              .iterator();
        }

        @Override
        public int size() {
          return (int) places.values().stream().filter(place -> at(place) != null).count();
        }
      };
    }
  }
}
