package io.docket.web.pipeline;

/** The pipeline met something that is not a document's fault: the database, the disk, the index. */
public final class PipelineException extends RuntimeException {
    public PipelineException(String message, Throwable cause) {
        super(message, cause);
    }
}
