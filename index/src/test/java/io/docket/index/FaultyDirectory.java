package io.docket.index;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A directory on a disk that fails and fills up when told to, and that knows which files would survive a power cut. */
final class FaultyDirectory extends FilterDirectory {

    private final Faults faults;

    FaultyDirectory(Directory in, Faults faults) {
        super(in);
        this.faults = faults;
    }

    /** What goes wrong. Safe for use by several threads. */
    static final class Faults {
        private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
        private final AtomicLong operationsLeft = new AtomicLong(Long.MAX_VALUE);
        private final Set<String> synced = ConcurrentHashMap.newKeySet();

        /** The disk is full after so many bytes more. */
        void fullAfter(long bytes) {
            bytesLeft.set(bytes);
        }

        /** Every operation fails after so many more. */
        void failAfter(long operations) {
            operationsLeft.set(operations);
        }

        void heal() {
            bytesLeft.set(Long.MAX_VALUE);
            operationsLeft.set(Long.MAX_VALUE);
        }

        /** Whether a file was forced to disk. */
        boolean survives(String file) {
            return synced.contains(file);
        }

        private void operation(String file) throws IOException {
            if (operationsLeft.get() != Long.MAX_VALUE && operationsLeft.decrementAndGet() < 0) {
                throw new FileSystemException(file, null, "injected I/O error");
            }
        }

        private void write(String file, long bytes) throws IOException {
            operation(file);
            if (bytesLeft.get() != Long.MAX_VALUE && bytesLeft.addAndGet(-bytes) < 0) {
                throw new FileSystemException(file, null, "No space left on device (injected)");
            }
        }
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        faults.operation(name);
        return new FaultyOutput(in.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
        faults.operation(prefix);
        return new FaultyOutput(in.createTempOutput(prefix, suffix, context));
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
        for (String name : names) {
            faults.operation(name);
        }
        in.sync(names);
        faults.synced.addAll(names);
    }

    @Override
    public void rename(String source, String target) throws IOException {
        faults.operation(source);
        in.rename(source, target);
        if (faults.synced.remove(source)) {
            faults.synced.add(target);
        }
    }

    private final class FaultyOutput extends FilterIndexOutput {
        FaultyOutput(IndexOutput out) {
            super("faulty " + out, out.getName(), out);
        }

        @Override
        public void writeByte(byte value) throws IOException {
            faults.write(getName(), 1);
            super.writeByte(value);
        }

        @Override
        public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
            faults.write(getName(), length);
            super.writeBytes(bytes, offset, length);
        }
    }
}
