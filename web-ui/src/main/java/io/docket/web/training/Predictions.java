package io.docket.web.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.docket.ml.LabelScore;
import io.docket.ml.Prediction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** What classifiers think of documents: one prediction per document and classifier, the latest. */
@ApplicationScoped
public class Predictions {
    /** Scores kept per prediction, the best first; enough to show alternatives. */
    private static final int MOST_SCORES = 5;

    private final EntityManager entityManager;
    private final AgroalDataSource database;
    private final ObjectMapper json;

    Predictions(EntityManager entityManager, AgroalDataSource database, ObjectMapper json) {
        this.entityManager = entityManager;
        this.database = database;
        this.json = json;
    }

    /** The predictions about documents; documents without any are absent. */
    @Transactional
    public Map<UUID, List<StoredPrediction>> of(Collection<UUID> documents) {
        Map<UUID, List<StoredPrediction>> predictions = new HashMap<>();
        if (documents.isEmpty()) {
            return predictions;
        }
        List<?> rows = entityManager
                .createNativeQuery("""
                        select p.document_id as document, c.id as classifier, c.key as key, c.name as name,
                            v.id as version, v.number as number, v.kind as kind, p.label as label,
                            p.probability as probability, p.abstained as abstained, cast(p.scores as text) as scores
                        from prediction p join classifier c on c.id = p.classifier_id
                            join model_version v on v.id = p.model_version_id
                        where p.document_id in :documents order by c.created_at, c.id""", Tuple.class)
                .setParameter("documents", documents)
                .getResultList();
        for (Object each : rows) {
            Tuple row = (Tuple) each;
            predictions
                    .computeIfAbsent(row.get("document", UUID.class), id -> new ArrayList<>())
                    .add(new StoredPrediction(
                            row.get("classifier", UUID.class),
                            row.get("key", String.class),
                            row.get("name", String.class),
                            row.get("version", UUID.class),
                            row.get("number", Number.class).intValue(),
                            row.get("kind", String.class),
                            row.get("label", String.class),
                            row.get("probability", Number.class).doubleValue(),
                            row.get("abstained", Boolean.class),
                            scores(row.get("scores", String.class))));
        }
        return predictions;
    }

    /**
     * Records what a model predicted, replacing what was predicted before; joins the caller's transaction. Documents that the
     * classifier meanwhile no longer labels are passed over.
     *
     * @return false, with nothing recorded, when the champion is no longer {@code champion}: predict again
     */
    @Transactional
    public boolean record(ServingModels.ServingModel model, Map<UUID, Prediction> predictions) {
        try (Connection connection = database.getConnection()) {
            if (!stillChampion(connection, model.champion())) {
                return false;
            }
            try (PreparedStatement statement =
                    connection.prepareStatement(String.format(Locale.ROOT, """
                    insert into prediction (document_id, classifier_id, tenant_id, model_version_id, label, probability,
                        abstained, scores, predicted_at)
                    select d.id, c.id, docket_tenant(), v.id, said.label, said.probability, said.probability < %s,
                        said.scores::jsonb, now()
                    from (values (?::text, ?::double precision, ?::text)) as said (label, probability, scores)
                        join document d on d.id = ?
                        join model_version v on v.id = ?
                        join classifier c on c.id = v.classifier_id
                        join classifier_scope s on s.collection_id = d.collection_id and s.classifier_id = c.id
                        left join label l on l.classifier_id = c.id and l.name = said.label
                    where true
                    on conflict (document_id, classifier_id) do update
                    set model_version_id = excluded.model_version_id, label = excluded.label,
                        probability = excluded.probability, abstained = excluded.abstained, scores = excluded.scores,
                        predicted_at = excluded.predicted_at""", Thresholds.EFFECTIVE))) {
                for (Map.Entry<UUID, Prediction> entry : predictions.entrySet()) {
                    Prediction prediction = entry.getValue();
                    statement.setString(1, prediction.label());
                    statement.setDouble(2, prediction.probability());
                    statement.setString(3, json(prediction.scores()));
                    statement.setObject(4, entry.getKey());
                    statement.setObject(5, model.version().id());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException("Predictions could not be recorded: " + e.getMessage(), e);
        }
    }

    /** Holds the rows of champion and classifier: a promotion or a change of scope waits for predictions made before it. */
    private static boolean stillChampion(Connection connection, UUID champion) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select 1 from model_version v join classifier c on c.id = v.classifier_id"
                        + " where v.id = ? and v.state = 'CHAMPION' for share")) {
            statement.setObject(1, champion);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private String json(List<LabelScore> scores) {
        try {
            return json.writeValueAsString(scores.stream().limit(MOST_SCORES).toList());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Scores could not be written as JSON.", impossible);
        }
    }

    private List<LabelScore> scores(String text) {
        try {
            return json.readValue(text, new TypeReference<List<LabelScore>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Scores of a prediction are damaged in the database.", e);
        }
    }

    /**
     * A prediction with the names that people know.
     *
     * @param key the classifier's key
     * @param name the classifier's name
     * @param version the model that predicted
     * @param number that version's number
     * @param kind what that model is
     * @param scores the best labels with their probabilities
     */
    public record StoredPrediction(
            UUID classifier,
            String key,
            String name,
            UUID version,
            int number,
            String kind,
            String label,
            double probability,
            boolean abstained,
            List<LabelScore> scores) {}
}
