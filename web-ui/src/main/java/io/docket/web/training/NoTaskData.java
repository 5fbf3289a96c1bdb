package io.docket.web.training;

import com.github.kagkarlsson.scheduler.serializer.Serializer;

/** Refuses to store objects with tasks: the scheduler would use Java serialisation, which runs code from data. */
final class NoTaskData implements Serializer {
    @Override
    public byte[] serialize(Object data) {
        if (data != null) {
            throw new IllegalArgumentException("Tasks carry no data: keep it in the job's row.");
        }
        return null;
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] serialized) {
        if (serialized != null) {
            throw new IllegalArgumentException(
                    "A scheduled task carries data that Docket did not write: delete the task.");
        }
        return null;
    }
}
