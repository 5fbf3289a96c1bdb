package io.docket.web.support;

import io.docket.index.AskRequest;
import io.docket.index.AskResponse;
import io.docket.index.SearchHit;
import io.docket.index.SearchNode;
import io.docket.ml.LabelScore;
import io.docket.ml.Prediction;
import io.docket.web.search.SynonymGroups;
import io.docket.web.taxonomy.Classifier;
import io.docket.web.taxonomy.Classifiers;
import io.docket.web.training.ServingModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds the passages that answer a question in the collections that may answer the present person. */
@ApplicationScoped
class Answers {
    /** Documents shown for a question. */
    static final int SHOWN = 8;

    /** Documents shown while the question is being typed. */
    private static final int INSTANT = 4;

    /** Documents shown as related to the answer. */
    private static final int RELATED = 4;

    private final SearchNode node;
    private final AnswerAccess access;
    private final Classifiers classifiers;
    private final ServingModels models;
    private final SynonymGroups synonyms;

    Answers(
            SearchNode node,
            AnswerAccess access,
            Classifiers classifiers,
            ServingModels models,
            SynonymGroups synonyms) {
        this.node = node;
        this.access = access;
        this.classifiers = classifiers;
        this.models = models;
        this.synonyms = synonyms;
    }

    /** A first look while somebody types: by words alone, and quick. */
    Answer instant(String tenant, String question) {
        return new Answer(
                ask(tenant, AskRequest.of(access.ofCurrentUser(), question).withLimit(INSTANT)), Optional.empty());
    }

    /** What is found for a question; documents of the category that it belongs to are preferred. */
    Answer to(String tenant, String question) {
        Map<UUID, String> keys = classifiers.all().stream().collect(Collectors.toMap(Classifier::id, Classifier::key));
        Map<String, Map<String, Double>> prior = new HashMap<>();
        Optional<Answer.Category> surest = Optional.empty();
        for (ServingModels.ServingModel model : models.all(tenant)) {
            Prediction prediction = model.classifier().classify(question);
            String key = keys.get(model.version().classifierId());
            if (prediction.abstained() || key == null) {
                continue;
            }
            prior.put(
                    key,
                    prediction.scores().stream().collect(Collectors.toMap(LabelScore::label, LabelScore::probability)));
            Answer.Category category =
                    new Answer.Category(model.version().classifierId(), prediction.label(), prediction.probability());
            surest = surest.filter(other -> other.probability() >= category.probability())
                    .or(() -> Optional.of(category));
        }
        AskRequest request =
                AskRequest.of(access.ofCurrentUser(), question).withLimit(SHOWN).withPrior(prior);
        return new Answer(ask(tenant, request), surest);
    }

    /** Documents like one that was found, the others of the same answer left out. */
    List<SearchHit> related(String tenant, Answer answer) {
        if (answer.response().passages().isEmpty()) {
            return List.of();
        }
        List<String> shown = answer.response().passages().stream()
                .map(passage -> passage.document().id())
                .toList();
        try {
            return node
                    .tenant(tenant)
                    .similar(shown.getFirst(), access.ofCurrentUser(), RELATED + shown.size())
                    .stream()
                    .filter(hit -> !shown.contains(hit.id()))
                    .sorted(Comparator.comparingDouble(hit -> -hit.score().orElse(0)))
                    .limit(RELATED)
                    .toList();
        } catch (IOException e) {
            throw unreadable(tenant, e);
        }
    }

    /** Whether anything that may answer the present person has the word or one of its synonyms. */
    boolean know(String tenant, String word) {
        return !ask(tenant, AskRequest.of(access.ofCurrentUser(), word).withLimit(1))
                .passages()
                .isEmpty();
    }

    private AskResponse ask(String tenant, AskRequest request) {
        synonyms.ready(tenant);
        try {
            return node.tenant(tenant).ask(request);
        } catch (IOException e) {
            throw unreadable(tenant, e);
        }
    }

    private static UncheckedIOException unreadable(String tenant, IOException cause) {
        return new UncheckedIOException("The index of tenant " + tenant + " could not be searched.", cause);
    }
}
