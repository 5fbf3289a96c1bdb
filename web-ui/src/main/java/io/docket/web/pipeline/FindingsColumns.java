package io.docket.web.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The columns of a document that say what its extraction found. */
@ApplicationScoped
class FindingsColumns {
    /** Sets a document to extracted; its parameters are those of {@link #bindExtracted}. */
    static final String EXTRACTED = """
            state = 'EXTRACTED', state_since = now(), attempts = 0, lease_owner = null, lease_until = null,
            revision = revision + 1, outcome = ?, reason = ?, media_type = ?, language = ?, text_sha256 = ?, characters = ?,
            title = ?, author = ?, document_date = ?, metadata = ?::jsonb, recognition = ?, recognition_note = '',
            recognised_pages = 0""";

    private final ObjectMapper json;

    FindingsColumns(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Binds the parameters of {@link #EXTRACTED}.
     *
     * @param before parameters that are bound already
     * @return how many are bound then
     */
    int bindExtracted(PreparedStatement statement, int before, Findings found) throws SQLException {
        int i = before;
        statement.setString(++i, found.outcome().name());
        i = bindDescription(statement, i, found);
        statement.setString(++i, found.recognition().name());
        return i;
    }

    /** Binds reason, media type, language, hash and length of the text, title, author, date and metadata, likewise. */
    int bindDescription(PreparedStatement statement, int before, Findings found) throws SQLException {
        int i = before;
        statement.setString(++i, found.reason());
        statement.setString(++i, found.mediaType());
        statement.setString(++i, found.language());
        statement.setString(++i, found.text().map(Object::toString).orElse(null));
        statement.setLong(++i, found.characters());
        statement.setString(++i, found.title());
        statement.setString(++i, found.author());
        statement.setObject(
                ++i,
                found.date()
                        .map(date -> OffsetDateTime.ofInstant(date, ZoneOffset.UTC))
                        .orElse(null));
        statement.setString(++i, metadata(found));
        return i;
    }

    private String metadata(Findings found) {
        try {
            return json.writeValueAsString(found.metadata());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Metadata of texts could not be written as JSON.", impossible);
        }
    }
}
