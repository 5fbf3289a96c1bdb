package io.docket.ingest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where an item sits in its family: the root is empty, its second child is {@code 2}, that child's first child
 * {@code 2.1}. Positions order a family as a reader would meet it: each parent before its children.
 *
 * @param ordinals the child numbers from the root down, each counted from 1
 */
public record ItemPosition(List<Integer> ordinals) implements Comparable<ItemPosition> {

    /** The position of the file itself. */
    public static final ItemPosition ROOT = new ItemPosition(List.of());

    public ItemPosition {
        ordinals = List.copyOf(ordinals);
        for (int ordinal : ordinals) {
            if (ordinal < 1) {
                throw new IllegalArgumentException("positions count from 1: " + ordinals);
            }
        }
    }

    /** The position of this item's child with the given number, counted from 1. */
    public ItemPosition child(int ordinal) {
        List<Integer> deeper = new ArrayList<>(ordinals);
        deeper.add(ordinal);
        return new ItemPosition(deeper);
    }

    /** The position of the item that holds this one; empty for the root. */
    public Optional<ItemPosition> parent() {
        return isRoot() ? Optional.empty() : Optional.of(new ItemPosition(ordinals.subList(0, ordinals.size() - 1)));
    }

    /** Whether this is the file itself. */
    public boolean isRoot() {
        return ordinals.isEmpty();
    }

    /** How many containers are around this item. */
    public int depth() {
        return ordinals.size();
    }

    /** Reads what {@link #toString()} wrote. */
    public static ItemPosition parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        return new ItemPosition(
                List.of(text.split("\\.")).stream().map(Integer::valueOf).toList());
    }

    /** The folder and file name, without ending, under which this item's outputs lie in an output directory. */
    Path within(Path directory) {
        Path path = directory;
        for (int ordinal : ordinals) {
            path = path.resolve(Integer.toString(ordinal));
        }
        return isRoot() ? directory.resolve("0") : path;
    }

    @Override
    public int compareTo(ItemPosition other) {
        int shared = Math.min(depth(), other.depth());
        for (int i = 0; i < shared; i++) {
            int order = Integer.compare(ordinals.get(i), other.ordinals.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(depth(), other.depth());
    }

    /** {@code 2.1}; the empty string for the root. */
    @Override
    public String toString() {
        return ordinals.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
