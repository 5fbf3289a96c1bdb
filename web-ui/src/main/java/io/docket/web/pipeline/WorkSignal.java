package io.docket.web.pipeline;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes idle workers as soon as there is something to claim. Thread-safe. */
@ApplicationScoped
public class WorkSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private long arrivals;

    /** Says that a document may be waiting. Call it after the transaction that made it wait has committed. */
    public void workArrived() {
        lock.lock();
        try {
            arrivals++;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often work arrived; read it before looking for work, and give it to {@link #await}. */
    long arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until work arrived since {@code seen}, at most {@code milliseconds}. */
    void await(long seen, long milliseconds) throws InterruptedException {
        long nanoseconds = TimeUnit.MILLISECONDS.toNanos(milliseconds);
        lock.lock();
        try {
            while (arrivals == seen && nanoseconds > 0) {
                nanoseconds = arrived.awaitNanos(nanoseconds);
            }
        } finally {
            lock.unlock();
        }
    }
}
