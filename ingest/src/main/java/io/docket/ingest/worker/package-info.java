/**
 * What runs inside a worker process, and the messages by which it talks to its supervisor. Internal: only
 * {@link io.docket.ingest.Extractor} uses it, and nothing here is for callers of the library.
 *
 * <p>A worker reads {@link io.docket.ingest.worker.ParseTask}s from its standard input and answers on its standard
 * output with {@link io.docket.ingest.worker.WorkerMessage}s, each a frame of a length and a body. It parses one item at a
 * time and never descends: what it finds embedded is written to a file and announced, and becomes a task of its own.
 */
package io.docket.ingest.worker;
