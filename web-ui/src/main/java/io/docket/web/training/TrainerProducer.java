package io.docket.web.training;

import io.docket.ml.ClassifierTrainer;
import io.docket.ml.champion.ChampionTrainer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the appliance the trainer that judges all kinds of models and deploys the best. */
@ApplicationScoped
class TrainerProducer {
    @Produces
    @Singleton
    ClassifierTrainer trainer() {
        return new ChampionTrainer();
    }
}
