package io.docket.web.pipeline;

import java.util.Map;
import java.util.UUID;

/** Whatever labels texts; the pipeline asks it and does not care what a model is. */
public interface DocumentClassifiers {
    /**
     * Lets every classifier of a tenant that has a model say what it thinks. Takes no transaction and may take long.
     *
     * @param documents what to read, by document
     */
    Verdicts classify(String tenant, Map<UUID, ClassifierInput> documents);

    /** Opinions that are not recorded yet. */
    @FunctionalInterface
    interface Verdicts {
        /**
         * Records the opinions in the caller's transaction.
         *
         * @throws ChampionChangedException when another model serves by now: ask again
         */
        void record();
    }

    /** The model that spoke no longer serves. */
    final class ChampionChangedException extends RuntimeException {
        public ChampionChangedException() {
            super("Another model was promoted while this one was labelling documents.");
        }
    }
}
