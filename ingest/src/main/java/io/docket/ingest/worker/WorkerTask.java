package io.docket.ingest.worker;

/** What a supervisor asks of its worker. */
public sealed interface WorkerTask permits ParseTask, PictureTask {}
